import { expect, it } from 'vitest';
import { fuzz } from '../../bench/fuzz/replies.js';

it('whatever a reply is, it is read as an outcome of a sound form, and nothing is thrown', async () => {
  let runs = 0;
  const count = () => {
    runs++;
  };
  expect(await fuzz(300, 1, count)).toBeUndefined();
  expect(runs).toBeGreaterThanOrEqual(300);
});
