import { describe, expect, it } from 'vitest';
import {
  cumprod,
  grad,
  hessian,
  lazily,
  ones,
  prod,
  summation,
  type Tensor,
  tensor,
} from '../../src/engine/index.js';

const gradientOf = (f: (x: Tensor) => Tensor, values: readonly number[]) => {
  const x = tensor([...values], { requiresGrad: true });
  const y = f(x);
  return grad(y, [x], { outGrads: [ones(y.shape)] })[0]?.toArray();
};
const hessianOf = (f: (x: Tensor) => Tensor, values: readonly number[]) =>
  hessian(f, tensor([...values])).toArray();

const total = (x: Tensor) => prod(x);

describe('the gradient of a product', () => {
  it.each([
    ['no zero', [2, 3, 5], [15, 10, 6]],
    ['one zero', [2, 0, 5], [0, 10, 0]],
    ['two zeros', [0, 3, 0], [0, 0, 0]],
  ] as const)('is that of the other entries with %s, first order', (_, x, expected) => {
    expect(gradientOf(total, x)).toEqual(expected);
    expect(lazily(() => gradientOf(total, x))).toEqual(expected);
  });

  it('is right to second order where two entries are 0', () => {
    expect(hessianOf(total, [0, 3, 0])).toEqual([
      [0, 0, 3],
      [0, 0, 0],
      [3, 0, 0],
    ]);
  });

  it('of no entries and of one is empty, and 1', () => {
    expect(prod(tensor([])).item()).toBe(1);
    expect(gradientOf(total, [])).toEqual([]);
    expect(gradientOf(total, [0])).toEqual([1]);
  });
});

describe('the gradient of cumulative products', () => {
  it('counts every product that an entry is a factor of, whatever is 0', () => {
    const running = (x: Tensor) => cumprod(x, -1);
    expect(gradientOf(running, [2, 3, 5])).toEqual([1 + 3 + 15, 2 + 10, 6]);
    expect(gradientOf(running, [2, 0, 5])).toEqual([1, 2 + 10, 0]);
    expect(gradientOf(running, [0, 3, 0, 7])).toEqual([1 + 3, 0, 0, 0]);
    expect(gradientOf(running, [])).toEqual([]);
  });

  it('is right to second order where entries are 0', () => {
    // x₁ + x₁x₂ + x₁x₂x₃
    const sum = (x: Tensor) => summation(cumprod(x, 0));
    expect(hessianOf(sum, [0, 3, 0])).toEqual([
      [0, 1, 3],
      [1, 0, 0],
      [3, 0, 0],
    ]);
  });
});
