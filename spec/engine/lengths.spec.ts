import { describe, expect, it } from 'vitest';
import { grad, norm, ones, std, summation, type Tensor, tensor } from '../../src/engine/index.js';

const gradientOf = (f: (x: Tensor) => Tensor, values: readonly number[]) => {
  const x = tensor([...values], { requiresGrad: true });
  const y = f(x);
  return grad(y, [x], { outGrads: [ones(y.shape)] })[0]?.toArray();
};

/** The gradient of the sum of the gradient. */
const secondOf = (f: (x: Tensor) => Tensor, values: readonly number[]) => {
  const x = tensor([...values], { requiresGrad: true });
  const [slope] = grad(f(x), [x], { createGraph: true }) as [Tensor];
  return grad(summation(slope), [x])[0]?.toArray();
};

describe('norm', () => {
  it('neither overflows nor vanishes, and is 0 of nothing', () => {
    expect(norm(tensor([3e200, -4e200])).item() / 5e200).toBeCloseTo(1, 15);
    expect(norm(tensor([3e-200, 4e-200])).item() / 5e-200).toBeCloseTo(1, 15);
    expect(norm(tensor([])).item()).toBe(0);
    expect(norm(tensor([1, Number.NaN])).item()).toBeNaN();
    expect(norm(tensor([1, Number.NEGATIVE_INFINITY])).item()).toBe(Number.POSITIVE_INFINITY);
  });

  it('has the slope 0 where all entries are 0, to second order too', () => {
    expect(gradientOf((x) => norm(x), [3, -4])).toEqual([0.6, -0.8]);
    expect(gradientOf((x) => norm(x), [0, 0])).toEqual([0, 0]);
    expect(secondOf((x) => norm(x), [0, 0])).toEqual([0, 0]);
  });
});

describe('std', () => {
  it('divides by the number of entries, less the correction', () => {
    expect(std(tensor([1, 3])).item()).toBe(Math.SQRT2);
    expect(std(tensor([1, 3]), null, false, 0).item()).toBe(1);
  });

  it('has the slope 0 where all entries are equal, to second order too', () => {
    expect(gradientOf((x) => std(x, null, false, 0), [1, 3])).toEqual([-0.5, 0.5]);
    expect(gradientOf((x) => std(x), [2, 2])).toEqual([0, 0]);
    expect(secondOf((x) => std(x), [2, 2])).toEqual([0, 0]);
    expect(secondOf((x) => std(x, 0, false, 0), [2])).toEqual([0]);
  });
});
