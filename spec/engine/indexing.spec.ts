import { describe, expect, test } from 'vitest';
import {
  dilate,
  embedding,
  expand,
  flip,
  gather,
  grad,
  multiply,
  ones,
  pad,
  slice,
  squeeze,
  type Tensor,
  tensor,
  undilate,
  unsqueeze,
} from '../../src/engine/index.js';

const leaf = (values: Parameters<typeof tensor>[0]) => tensor(values, { requiresGrad: true });
const gradientOf = (output: Tensor, input: Tensor) =>
  grad(output, [input], { outGrads: [ones(output.shape)] })[0]?.toArray();
const matrix = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
const row = tensor([1, 2, 3, 4, 5]);

describe('flip', () => {
  test('turns the named axes round, or all of them', () => {
    expect(flip(matrix, 1).toArray()).toEqual([
      [3, 2, 1],
      [6, 5, 4],
    ]);
    expect(flip(matrix).toArray()).toEqual([
      [6, 5, 4],
      [3, 2, 1],
    ]);
  });
});

describe('dilate and undilate', () => {
  test('put zeros behind every entry, and take them away, as in needle', () => {
    expect(dilate(matrix, 1, 1).toArray()).toEqual([
      [1, 0, 2, 0, 3, 0],
      [4, 0, 5, 0, 6, 0],
    ]);
    expect(dilate(tensor([[1, 2]]), [0, 1], 1).toArray()).toEqual([
      [1, 0, 2, 0],
      [0, 0, 0, 0],
    ]);
    expect(undilate(dilate(matrix, [0, 1], 2), [0, 1], 2).toArray()).toEqual(matrix.toArray());
    expect(undilate(row, 0, 1).toArray()).toEqual([1, 3, 5]);
  });

  test('the gradient of undilate is not longer than the input', () => {
    const x = leaf([1, 2, 3, 4, 5]);
    expect(gradientOf(undilate(x, 0, 1), x)).toEqual([1, 0, 1, 0, 1]);
  });
});

describe('pad', () => {
  test('puts zeros around, and takes entries away for negative numbers', () => {
    expect(
      pad(matrix, [
        [1, 0],
        [0, 2],
      ]).toArray(),
    ).toEqual([
      [0, 0, 0, 0, 0],
      [1, 2, 3, 0, 0],
      [4, 5, 6, 0, 0],
    ]);
    expect(pad(row, [[-1, -2]]).toArray()).toEqual([2, 3]);
    expect(pad(row, [[-4, 3]]).toArray()).toEqual([5, 0, 0, 0]);
    expect(pad(row, [[-7, 4]]).toArray()).toEqual([0, 0]);
  });
});

describe('slice', () => {
  const cut = (start: number | null, stop: number | null, step?: number) =>
    slice(row, [start], [stop], step === undefined ? undefined : [step]).toArray();

  test('follows the rules of Python', () => {
    expect(cut(1, 3)).toEqual([2, 3]);
    expect(cut(-2, null)).toEqual([4, 5]);
    expect(cut(-9, 2)).toEqual([1, 2]);
    expect(cut(null, null, 2)).toEqual([1, 3, 5]);
    expect(cut(null, null, -1)).toEqual([5, 4, 3, 2, 1]);
    expect(cut(3, 0, -2)).toEqual([4, 2]);
    expect(cut(9, null, -2)).toEqual([5, 3, 1]);
    expect(cut(3, 1)).toEqual([]);
    expect(cut(null, -9, -1)).toEqual([5, 4, 3, 2, 1]);
  });

  test.each([
    [1, null, 2, [0, 2, 0, 3, 0]],
    [null, null, -2, [5, 0, 3, 0, 2]],
    [3, 1, 1, [0, 0, 0, 0, 0]],
    [-1, 1, -1, [0, 0, 5, 3, 2]],
  ] as const)('from %s to %s by %s, puts outGrad back where it was read', (start, stop, step, expected) => {
    const x = leaf([1, 2, 3, 4, 5]);
    const y = slice(x, [start], [stop], [step]);
    const outGrad = tensor([2, 3, 5, 7].slice(0, y.shape[0]));
    expect(grad(y, [x], { outGrads: [outGrad] })[0]?.toArray()).toEqual(expected);
  });
});

describe('squeeze, unsqueeze and expand', () => {
  test('drop, add and stretch axes of size 1', () => {
    const thin = tensor([[[1]], [[2]]]);
    expect(squeeze(thin).shape).toEqual([2]);
    expect(squeeze(thin, -1).shape).toEqual([2, 1]);
    expect(unsqueeze(matrix, [0, -1]).shape).toEqual([1, 2, 3, 1]);
    expect(expand(thin, [-1, 3, -1]).shape).toEqual([2, 3, 1]);
    expect(expand(tensor([[1], [2]]), [2, -1, 2]).toArray()).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 1],
        [2, 2],
      ],
    ]);
  });
});

describe('gather and embedding', () => {
  test('read where the index points', () => {
    expect(gather(matrix, 1, [2, 0, 0, 1], [2, 2]).toArray()).toEqual([
      [3, 1],
      [4, 5],
    ]);
    expect(gather(matrix, 0, [1, 0, 1], [1, 3]).toArray()).toEqual([[4, 2, 6]]);
    expect(embedding(matrix, [1, 0, 1], [3]).toArray()).toEqual([
      [4, 5, 6],
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(embedding(matrix, [1], []).toArray()).toEqual([4, 5, 6]);
  });

  test('an entry that is read twice gets the sum of both', () => {
    const x = leaf([1, 2, 3]);
    const y = multiply(gather(x, 0, [2, 0, 2, 2], [4]), tensor([2, 3, 5, 7]));
    expect(gradientOf(y, x)).toEqual([3, 0, 14]);
    const weight = leaf([
      [1, 2],
      [3, 4],
    ]);
    expect(gradientOf(embedding(weight, [1, 1, 1], [3]), weight)).toEqual([
      [0, 0],
      [3, 3],
    ]);
  });
});

describe('shapes that do not fit', () => {
  const wrong: readonly (readonly [string, () => Tensor])[] = [
    ['a negative dilation', () => dilate(row, 0, -1)],
    ['padding that names too few axes', () => pad(matrix, [[1, 1]])],
    ['padding that takes too much', () => pad(row, [[-3, -3]])],
    ['a slice that names too many axes', () => slice(row, [0, 0], [1, 1])],
    ['a step of 0', () => slice(row, [0], [1], [0])],
    ['squeezing a wide axis', () => squeeze(matrix, 1)],
    ['an axis that is named twice', () => unsqueeze(row, [0, -3])],
    ['expanding a wide axis', () => expand(matrix, [2, 6])],
    ['a new axis that stays as it is', () => expand(row, [-1, 5])],
    ['an index of another rank', () => gather(matrix, 0, [0], [1])],
    ['too few indices', () => gather(row, 0, [0], [2])],
    ['an index that is too large', () => gather(row, 0, [5], [1])],
    ['a row that is not there', () => embedding(matrix, [2], [1])],
    ['a weight of one axis', () => embedding(row, [2], [1])],
  ];

  test('are told so', () => {
    const messages = wrong.map(([what, run]) => {
      try {
        run();
        return `${what}: nothing was thrown`;
      } catch (error) {
        return `${what}: ${(error as Error).message}`;
      }
    });
    expect(messages).toMatchInlineSnapshot(`
      [
        "a negative dilation: dilate: the dilation counts the zeros after each entry: an integer ≥ 0, got -1",
        "padding that names too few axes: pad: the padding names 1 axes, but shape (2, 3) has 2; name every axis",
        "padding that takes too much: pad: padding (-3, -3) takes more than the 5 entries of axis 0 of shape (5,)",
        "a slice that names too many axes: slice: starts names 2 axes, but shape (5,) has 1; name every axis",
        "a step of 0: slice: a step of 0 goes nowhere; use 1 for every entry, -1 for backwards",
        "squeezing a wide axis: squeeze: axis 1 of shape (2, 3) has size 3; only axes of size 1 can be dropped",
        "an axis that is named twice: unsqueeze: axes (0, -3) name the same axis twice; name each axis once",
        "expanding a wide axis: expand: shapes (2, 3) and (2, 6) do not broadcast; counted from the right, sizes must be equal or 1, and 3 meets 6",
        "a new axis that stays as it is: expand: shape (5,) does not expand to (-1, 5); counted from the right, each size must be equal, 1, or -1 to stay as it is, and no axis may be dropped",
        "an index of another rank: gather: an index of shape (1,) does not fit shape (2, 3); the ranks must be equal, and only along axis 0 may the index be longer",
        "too few indices: gather: an index of shape (2,) has 2 entries, got 1",
        "an index that is too large: gather: index 5 is outside 0 … 4",
        "a row that is not there: embedding: index 2 is outside 0 … 1",
        "a weight of one axis: embedding: the weight must have the shape (rows, row length), got (5,)",
      ]
    `);
  });
});
