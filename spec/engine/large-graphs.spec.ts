import { describe, expect, test } from 'vitest';
import { add, eagerly, lazily, type Tensor, tensor } from '../../src/engine/index.js';

const patience = 120_000;

describe.each([
  ['eager', eagerly],
  ['lazy', lazily],
] as const)('in %s mode', (_, inMode) => {
  test('a chain of a million adds does not overflow, forward or backward', { timeout: patience }, () => {
    inMode(() => {
      const [x, y] = [tensor(1, { requiresGrad: true }), tensor(1, { requiresGrad: true })];
      let sum: Tensor = x;
      for (let i = 0; i < 1e6; i++) sum = add(sum, y);
      expect(sum.item()).toBe(1e6 + 1);
      sum.backward();
      expect([x.grad?.item(), y.grad?.item()]).toEqual([1, 1e6]);
    });
  });

  test('sixty doublings visit each node once, not each of the 2 ** 60 paths', () => {
    inMode(() => {
      const x = tensor(1, { requiresGrad: true });
      let sum: Tensor = x;
      for (let i = 0; i < 60; i++) sum = add(sum, sum);
      expect(sum.item()).toBe(2 ** 60);
      sum.backward();
      expect(x.grad?.item()).toBe(2 ** 60);
    });
  });
});
