import { describe, expect, test } from 'vitest';
import {
  allocate,
  type DType,
  type Fold,
  largest,
  mapRuns,
  NDArray,
  permuteAxes,
  reduce,
  type Shape,
  sizeOf,
  smallest,
  sum,
} from '../../../src/engine/index.js';
import { uniform } from '../../../src/engine/kernels/random.js';
import { average, product } from '../../../src/engine/kernels/reduce.js';

const draw = uniform(7);

function drawn(dtype: DType, shape: Shape): NDArray {
  const data = allocate(dtype, sizeOf(shape));
  for (let k = 0; k < data.length; k++) data[k] = draw() < 0.02 ? Number.NaN : draw() - 0.5;
  return new NDArray(dtype, shape, data);
}

/** Axes of (4, 3, 5, 2), and an order that moves them to the end. */
const cases = [
  { axes: [0], order: [1, 2, 3, 0] },
  { axes: [1], order: [0, 2, 3, 1] },
  { axes: [0, 2], order: [1, 3, 0, 2] },
  { axes: [1, 3], order: [0, 2, 1, 3] },
  { axes: [0, 1, 2], order: [3, 0, 1, 2] },
];
const shape = [4, 3, 5, 2];

/** The running sums of a run. */
const running: Parameters<typeof mapRuns>[2] = (run, start, end, out) => {
  let total = 0;
  for (let i = start; i < end; i++) {
    total += run[i] ?? 0;
    out[i] = total;
  }
};

describe.each(cases)('along the axes $axes', ({ axes, order }) => {
  const last = order.slice(order.length - axes.length).map((_, i) => order.length - axes.length + i);

  test.each(['float64', 'float32', 'float16'] as const)(
    '%s entries are folded in the order of a row',
    (dtype) => {
      const a = drawn(dtype, shape);
      const folds: readonly Fold[] = [
        sum,
        average,
        product,
        largest,
        smallest,
        (run, start) => run[start] ?? 0,
      ];
      for (const fold of folds) {
        expect(reduce(a, axes, false, fold)).toEqual(reduce(permuteAxes(a, order), last, false, fold));
      }
    },
  );

  test('runs are mapped where they lie', () => {
    const a = drawn('float64', shape);
    const moved = mapRuns(permuteAxes(a, order), last, running);
    expect(permuteAxes(mapRuns(a, axes, running), order)).toEqual(moved);
  });
});

test('folds of nothing are what they begin with', () => {
  const nothing = drawn('float64', [0, 2]);
  const folded = [sum, product, largest, smallest].map((fold) => reduce(nothing, 0, false, fold).data[1]);
  expect(folded).toEqual([0, 1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
});
