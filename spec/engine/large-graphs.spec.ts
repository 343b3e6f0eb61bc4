import { describe, expect, test } from 'vitest';
import {
  add,
  concat,
  eagerly,
  format,
  full,
  grad,
  lazily,
  makeTuple,
  mulScalar,
  multiply,
  stack,
  summation,
  type Tensor,
  tensor,
} from '../../src/engine/index.js';

const patience = 120_000;

/** More than a call can pass as arguments. */
const many = Array.from({ length: 200_000 }, (_, k) => tensor([k], { requiresGrad: k % 50_000 === 0 }));

test.each([
  ['concat', concat],
  ['stack', stack],
  ['make_tuple', (inputs: readonly Tensor[]) => makeTuple(inputs).node],
] as const)('%s takes 200,000 inputs', (_, join) => {
  for (const inMode of [eagerly, lazily]) {
    const joined = inMode(() => join(many));
    expect(joined.toData().data.every((entry, k) => entry === k)).toBe(true);
  }
});

test('a concat of 200,000 inputs sends each its part', () => {
  const joined = concat(many);
  const wanted = many.filter(({ requiresGrad }) => requiresGrad);
  expect(grad(summation(multiply(joined, joined)), wanted).map((each) => each.toArray())).toEqual([
    [0],
    [100_000],
    [200_000],
    [300_000],
  ]);
});

test('as many entries along short axes are printed', () => {
  const axes = new Array<number>(17).fill(2);
  expect(format(full(axes, 1)).match(/1\./g)).toHaveLength(2 ** 17);
});

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

  // Walking the inputs from the start for each of them would take half a minute.
  test('a node with 30,000 inputs is visited input by input', { timeout: 10_000 }, () => {
    inMode(() => {
      const leaves = Array.from({ length: 30_000 }, () => tensor(1, { requiresGrad: true }));
      const sum = summation(stack(leaves.map((leaf) => mulScalar(leaf, 2))));
      sum.backward();
      expect(leaves.every((leaf) => leaf.grad?.item() === 2)).toBe(true);
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
