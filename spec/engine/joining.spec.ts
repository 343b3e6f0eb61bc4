import { describe, expect, test } from 'vitest';
import { printProgram } from '../../src/case/print.js';
import {
  concat,
  grad,
  lazily,
  makeTuple,
  multiply,
  ones,
  split,
  stack,
  type Tensor,
  tensor,
  toProgram,
  tupleGetItem,
} from '../../src/engine/index.js';

const leaf = (values: Parameters<typeof tensor>[0]) => tensor(values, { requiresGrad: true });
const gradientsOf = (output: Tensor, inputs: readonly Tensor[]) =>
  grad(output, inputs, { outGrads: [ones(output.shape)] }).map((gradient) => gradient.toArray());

describe('stack and concat', () => {
  const a = tensor([1, 2]);
  const b = tensor([3, 4]);

  test('stack makes a new axis', () => {
    expect(stack([a, b]).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(stack([a, b], -1).toArray()).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(stack([a]).toArray()).toEqual([[1, 2]]);
  });

  test('concat makes an axis longer', () => {
    expect(concat([a, b, a]).toArray()).toEqual([1, 2, 3, 4, 1, 2]);
    expect(
      concat(
        [
          tensor([[1], [2]]),
          tensor([
            [3, 4],
            [5, 6],
          ]),
        ],
        1,
      ).toArray(),
    ).toEqual([
      [1, 3, 4],
      [2, 5, 6],
    ]);
    expect(concat([tensor([]), b]).toArray()).toEqual([3, 4]);
  });

  test('each input gets its part of outGrad', () => {
    const [x, y] = [leaf([1, 2]), leaf([3, 4])];
    const weights = tensor([
      [2, 3],
      [5, 7],
    ]);
    expect(gradientsOf(multiply(stack([x, y], 1), weights), [x, y])).toEqual([
      [2, 5],
      [3, 7],
    ]);
    expect(gradientsOf(multiply(concat([x, y]), tensor([2, 3, 5, 7])), [x, y])).toEqual([
      [2, 3],
      [5, 7],
    ]);
  });

  test('an input that stands in it twice gets both parts', () => {
    const x = leaf([1, 2]);
    expect(gradientsOf(multiply(concat([x, x]), tensor([2, 3, 5, 7])), [x])).toEqual([[7, 10]]);
  });
});

describe('a tuple', () => {
  const matrix = () =>
    leaf([
      [1, 2, 3],
      [4, 5, 6],
    ]);

  test('holds the pieces that split cuts', () => {
    const pieces = split(matrix(), 1);
    expect(pieces.length).toBe(3);
    expect([...pieces].map((piece) => piece.toArray())).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  test('is undone by stack, and made by makeTuple', () => {
    const x = matrix();
    expect(stack([...split(x, 1)], 1).toArray()).toEqual(x.toArray());
    const [first, second] = makeTuple([tensor([1, 2]), tensor([3, 4])]);
    expect([first?.toArray(), second?.toArray()]).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('gives a piece that is not used a gradient of zero', () => {
    const x = matrix();
    const [first, , third] = [...split(x, 1)] as [Tensor, Tensor, Tensor];
    expect(gradientsOf(multiply(first, third), [x])).toEqual([
      [
        [3, 0, 1],
        [6, 0, 4],
      ],
    ]);
  });

  test('says which pieces it has', () => {
    expect(() => tupleGetItem(split(matrix(), 0), 2)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: tupleGetItem: expected an index from 0 to 1, got 2]`,
    );
  });

  test('is, in a program, one array whose pieces stand one after another', () => {
    const x = matrix();
    const piece = lazily(() => tupleGetItem(split(x, 1), 2));
    const [slope] = lazily(() => grad(piece, [x], { outGrads: [tensor([1, 1])] })) as [Tensor];
    expect(printProgram(toProgram([piece], [x]).program)).toMatchInlineSnapshot(`
      "{ a:f64[2,3]
        b:f64[3,2] = permute[axes=(1,0)] a
        c:f64[2] = split[axis=0 index=2] b
        return c }"
    `);
    expect(printProgram(toProgram([slope], [x]).program)).toMatchInlineSnapshot(`
      "{ a:f64[2,3] b:f64[2] c:f64[2] d:f64[2]
        e:f64[3,2] = stack[axis=0] b c d
        f:f64[2] = split[axis=0 index=0] e
        g:f64[2] = split[axis=0 index=1] e
        h:f64[2] = split[axis=0 index=2] e
        i:f64[2,3] = stack[axis=1] f g h
        return i }"
    `);
  });
});

describe('shapes that do not fit', () => {
  const [a, b] = [tensor([[1, 2]]), tensor([3, 4])];

  test('stack needs one shape, concat one shape but for the axis', () => {
    expect(() => stack([a, b])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: stack: all arrays must have one shape, got (1, 2) and (2,); concat joins arrays that differ along an axis]`,
    );
    expect(() => concat([a, tensor([[1, 2, 3]])], 0)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concat: shapes (1, 2) and (1, 3) do not join along axis 0; all sizes but that of the axis must be equal]`,
    );
    expect(() => concat([tensor(1)], 0)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concat: axis 0 is out of range for rank 0; a 0-d array has no axes]`,
    );
  });
});
