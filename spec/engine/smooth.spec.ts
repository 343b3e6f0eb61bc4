import { describe, expect, it } from 'vitest';
import {
  atan2,
  erf,
  expm1,
  grad,
  hardswish,
  log1p,
  ones,
  silu,
  type Tensor,
  tensor,
} from '../../src/engine/index.js';

const leaf = (values: readonly number[]) => tensor([...values], { requiresGrad: true });
const gradientsOf = (output: Tensor, inputs: readonly Tensor[]) =>
  grad(output, inputs, { outGrads: [ones(output.shape)] }).map((each) => each.toArray());

describe('silu', () => {
  it('neither overflows nor loses what is small, and nor does its slope', () => {
    const x = leaf([0, 1000, -1000, -40]);
    expect(silu(x).toArray()).toEqual([0, 1000, -0, -40 * Math.exp(-40)]);
    const [[atZero, right, left, small]] = gradientsOf(silu(x), [x]) as [number[]];
    expect([atZero, right, left]).toEqual([0.5, 1, -0]);
    expect((small as number) / (-39 * Math.exp(-40))).toBeCloseTo(1, 14);
  });
});

describe('hardswish', () => {
  it('is 0 up to -3 and x from 3 on; there its slopes are 0 and 1', () => {
    const x = leaf([-1e300, -3, 1, 3, 1e300]);
    expect(hardswish(x).toArray()).toEqual([0, 0, 4 / 6, 3, 1e300]);
    expect(gradientsOf(hardswish(x), [x])).toEqual([[0, 0, 1 / 3 + 0.5, 1, 1]]);
  });
});

describe('log1p and expm1', () => {
  it('keep a number that is lost when 1 is added', () => {
    expect(log1p(tensor([1e-20])).toArray()).toEqual([1e-20]);
    expect(expm1(tensor([1e-20, -1e-20])).toArray()).toEqual([1e-20, -1e-20]);
  });
});

describe('erf', () => {
  it('is odd, and 1 far out', () => {
    expect(erf(tensor([0.5, -0.5, 30])).toArray()).toEqual([0.5204998778130465, -0.5204998778130465, 1]);
  });
});

describe('atan2', () => {
  it('takes y first, knows all quadrants, and has slopes of 0 at the origin', () => {
    const [y, x] = [leaf([1, 1, -1, 0]), leaf([1, -1, -1, 0])];
    expect(atan2(y, x).toArray()).toEqual([0.25, 0.75, -0.75, 0].map((turn) => turn * Math.PI));
    expect(gradientsOf(atan2(y, x), [y, x])).toEqual([
      [0.5, -0.5, -0.5, 0],
      [-0.5, -0.5, 0.5, -0],
    ]);
  });
});

describe('where nothing flows back to an infinite slope', () => {
  it('nothing is passed on: log1p at -1, expm1 after an overflow', () => {
    const x = leaf([-1, 800]);
    for (const [f, entry] of [
      [log1p, 0],
      [expm1, 1],
    ] as const) {
      const outGrad = tensor([entry === 0 ? 0 : 1, entry === 1 ? 0 : 1]);
      const [slope] = grad(f(x), [x], { outGrads: [outGrad] });
      expect(slope?.toArray()).not.toContain(Number.NaN);
    }
  });
});
