import { expect, it } from 'vitest';
import { fuzz } from '../../bench/fuzz/command-lines.js';

it('whatever the command line says, it ends in a documented exit code and in sentences', async () => {
  let runs = 0;
  expect(await fuzz(100, 1, () => runs++)).toBeUndefined();
  expect(runs).toBe(100);
});
