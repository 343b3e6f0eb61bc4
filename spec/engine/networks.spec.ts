import { describe, expect, test } from 'vitest';
import {
  batchNorm,
  clip,
  crossEntropy,
  cumsum,
  dropout,
  erf,
  gelu,
  grad,
  layerNorm,
  logaddexp,
  max,
  min,
  mseLoss,
  multiply,
  ones,
  ShapeError,
  softplus,
  sort,
  type Tensor,
  tensor,
  variance,
  where,
} from '../../src/engine/index.js';
import { unsort } from '../../src/engine/ops/order.js';

const leaf = (values: Parameters<typeof tensor>[0]) => tensor(values, { requiresGrad: true });
/** The gradient of the sum of `output`. */
const gradientOf = (output: Tensor, input: Tensor) =>
  grad(output, [input], { outGrads: [ones(output.shape)] })[0]?.toArray();
const item = (output: Tensor) => output.item();

const matrix = tensor([
  [1, 5, 2],
  [6, 3, 4],
]);

describe('values', () => {
  test('where takes entries of the first where the condition is 1, broadcast', () => {
    expect(where([1, 0, 0, 0, 1, 1], matrix, tensor([-1, -2, -3])).toArray()).toEqual([
      [1, -2, -3],
      [-1, 3, 4],
    ]);
  });

  test('clip holds entries between its bounds; null means no bound', () => {
    expect(clip(matrix, 2, 4).toArray()).toEqual([
      [2, 4, 2],
      [4, 3, 4],
    ]);
    expect(clip(matrix, null, 4).toArray()).toEqual([
      [1, 4, 2],
      [4, 3, 4],
    ]);
  });

  test('logaddexp is a smooth maximum that neither overflows nor loses what is small', () => {
    expect(logaddexp(tensor([0, 1000, -1000, -40, 2]), tensor([0, 999, -1001, 0, 5])).toArray()).toEqual([
      Math.LN2,
      1000 + Math.log1p(Math.exp(-1)),
      -1000 + Math.log1p(Math.exp(-1)),
      4.248354255291589e-18,
      5 + Math.log1p(Math.exp(-3)),
    ]);
  });

  test('softplus neither overflows nor vanishes', () => {
    expect(softplus(tensor([0, 1000, -1000, -40])).toArray()).toEqual([
      Math.LN2,
      1000,
      0,
      4.248354255291589e-18,
    ]);
  });

  test.each([
    [0.1, 0.1124629160182849],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [1.9999, 0.9953201979070294],
    [2, 0.9953222650189527],
    [3, 0.9999779095030014],
    [-1, -0.8427007929497149],
    [30, 1],
    [0, 0],
  ])('erf(%d) is %d', (x, y) => {
    expect(item(erf(tensor(x)))).toBeCloseTo(y, 15);
  });

  test('gelu, exact and by tanh', () => {
    expect(item(gelu(tensor(1)))).toBeCloseTo(0.8413447460685429, 15);
    expect(item(gelu(tensor(-1)))).toBeCloseTo(-0.15865525393145707, 15);
    expect(item(gelu(tensor(1), 'tanh'))).toBeCloseTo(0.8411919906082768, 15);
  });

  test('max and min over axes', () => {
    expect(max(matrix, 1).toArray()).toEqual([5, 6]);
    expect(max(matrix, 0, true).toArray()).toEqual([[6, 5, 4]]);
    expect(min(matrix).toArray()).toBe(1);
  });

  test('variance of a sample and of everything there is', () => {
    expect(item(variance(tensor([1, 2, 3, 4])))).toBeCloseTo(5 / 3, 15);
    expect(item(variance(tensor([1, 2, 3, 4]), null, false, 0))).toBe(1.25);
    // Far from zero nothing cancels.
    expect(item(variance(tensor([1e8 + 1, 1e8 + 2, 1e8 + 3])))).toBe(1);
  });

  test('cumsum along an axis', () => {
    expect(cumsum(matrix, 0).toArray()).toEqual([
      [1, 5, 2],
      [7, 8, 6],
    ]);
    expect(cumsum(matrix, -1).toArray()).toEqual([
      [1, 6, 8],
      [6, 9, 13],
    ]);
  });

  test('sort along an axis, both ways, and back again', () => {
    expect(sort(matrix).toArray()).toEqual([
      [1, 2, 5],
      [3, 4, 6],
    ]);
    expect(sort(matrix, 0, true).toArray()).toEqual([
      [6, 5, 4],
      [1, 3, 2],
    ]);
    expect(unsort(sort(matrix, 0, true), matrix, 0, true).toArray()).toEqual(matrix.toArray());
  });

  test('cross-entropy does not overflow', () => {
    expect(item(crossEntropy(tensor([[0, 0]]), [1]))).toBe(Math.LN2);
    expect(item(crossEntropy(tensor([[1000, 0]]), [1]))).toBe(1000);
    expect(
      item(
        crossEntropy(
          tensor([
            [1, 2, 3],
            [3, 2, 1],
          ]),
          [2, 2],
        ),
      ),
    ).toBeCloseTo(0.4076059644443804 + 1, 14);
  });

  test('mean-squared error', () => {
    expect(item(mseLoss(tensor([1, 2, 4]), tensor([1, 0, 1])))).toBe(13 / 3);
  });

  test('layer norm and batch norm', () => {
    expect(
      layerNorm(
        tensor([
          [1, 3],
          [10, 10],
        ]),
        1,
        0,
      ).toArray(),
    ).toEqual([
      // biome-ignore format: a matrix
      [-1, 1],
      [Number.NaN, Number.NaN],
    ]);
    expect(layerNorm(tensor([[1, 3]]), 1, 3).toArray()).toEqual([[-0.5, 0.5]]);
    expect(batchNorm(tensor([[1, 10], [3, 30]]), 0).toArray()).toEqual([[-1, -1], [1, 1]]); // biome-ignore format: a matrix
  });
});

describe('dropout', () => {
  const entries = ones([1000]);

  test('keeps about 1 − p of the entries, scaled so that the mean stays', () => {
    const kept = (dropout(entries, 0.25, 7).toArray() as number[]).filter((entry) => entry !== 0);
    expect(new Set(kept)).toEqual(new Set([4 / 3]));
    expect(kept.length).toBeGreaterThan(700);
    expect(kept.length).toBeLessThan(800);
  });

  test('drops the same entries for the same seed, and others for another', () => {
    const drawn = (seed: number) => String(dropout(entries, 0.5, seed).toArray());
    expect(drawn(1)).toBe(drawn(1));
    expect(drawn(1)).not.toBe(drawn(2));
  });

  test('drops the same entries of the gradient', () => {
    const x = leaf(Array.from({ length: 20 }, () => 1));
    const y = dropout(x, 0.5, 3);
    expect(gradientOf(y, x)).toEqual(y.toArray());
  });
});

describe('gradients where entries tie', () => {
  test('max and min share equally', () => {
    const x = leaf([[3, 1, 3], [2, 2, 2]]); // biome-ignore format: a matrix
    expect(gradientOf(max(x, 1), x)).toEqual([
      [0.5, 0, 0.5],
      [1 / 3, 1 / 3, 1 / 3],
    ]);
    expect(gradientOf(min(x), x)).toEqual([[0, 1, 0], [0, 0, 0]]); // biome-ignore format: a matrix
  });

  test('sort is stable, ascending and descending', () => {
    const weigh = (x: Tensor, descending: boolean) =>
      gradientOf(multiply(sort(x, 0, descending), tensor([10, 20, 30])), x);
    const x = leaf([2, 1, 2]);
    expect(weigh(x, false)).toEqual([20, 10, 30]);
    expect(weigh(x, true)).toEqual([10, 30, 20]);
  });

  test('clip has slope 1 at its bounds', () => {
    const x = leaf([-2, -1, 0, 1, 2]);
    expect(gradientOf(clip(x, -1, 1), x)).toEqual([0, 1, 1, 1, 0]);
  });
});

describe('attributes that do not fit', () => {
  test.each([
    [() => clip(matrix, null, null), 'clip: min and max are both null; give at least one of them'],
    [() => clip(matrix, 2, 1), 'clip: expected min ≤ max, got min 2 and max 1'],
    [() => dropout(matrix, 1, 0), 'dropout: p is the probability to be dropped, 0 ≤ p < 1, got 1'],
    [() => layerNorm(matrix, 1, -1), 'layer_norm: eps is added to the variance: a number ≥ 0, got -1'],
    [
      () => batchNorm(tensor([1, 2])),
      'batch_norm: axis 1 holds the channels, and shape (2,) has none; use (batch, channels, …)',
    ],
    [() => crossEntropy(matrix, [0]), 'cross_entropy: 2 rows need 2 labels, got 1'],
    [() => crossEntropy(matrix, [0, 3]), 'cross_entropy: label 3 is outside 0 … 2'],
    [
      () => crossEntropy(tensor([1, 2]), [0]),
      'cross_entropy: the logits must have the shape (rows, classes), got (2,)',
    ],
    [() => sort(matrix, 2), 'sort: axis 2 is out of range for rank 2; expected an integer from -2 to 1'],
    [() => where([1], matrix, matrix), 'where: a condition of shape (2, 3) has 6 entries, got 1'],
  ])('%s throws %s', (run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });
});
