import { expect, test } from 'vitest';
import { letterSizes, parseEquation } from '../../../src/case/equation.js';
import { indexOf, stridesOf } from '../../../src/case/shape.js';
import {
  einsum,
  matmul,
  ones,
  type Shape,
  sizeOf,
  Tensor,
  tensor,
  zeros,
} from '../../../src/engine/index.js';
import { uniform } from '../../../src/engine/kernels/random.js';

const draw = uniform(5);

/** Whole numbers, whose sums are exact in any order. */
const drawn = (shape: Shape): Tensor =>
  Tensor.fromData({
    dtype: 'float64',
    shape,
    data: Array.from({ length: sizeOf(shape) }, () => Math.floor(9 * draw()) - 4),
  });

/** One loop over all letters. */
function byLoops(equation: string, tensors: readonly Tensor[]): number[] {
  const { operands, result } = parseEquation(equation);
  const arrays = tensors.map((each) => each.toData());
  const sizes = letterSizes(
    { operands, result },
    arrays.map(({ shape }) => shape),
  );
  const letters = [...sizes.keys()];
  const at = (names: string, shape: Shape, index: readonly number[]) =>
    stridesOf(shape).reduce(
      (sum, stride, axis) =>
        sum + (shape[axis] === 1 ? 0 : stride * (index[letters.indexOf(names[axis] ?? '')] ?? 0)),
      0,
    );
  const shape = [...result].map((letter) => sizes.get(letter) ?? 1);
  const sums = new Array<number>(sizeOf(shape)).fill(0);
  const whole = [...sizes.values()];
  for (let k = 0; k < sizeOf(whole); k++) {
    const index = indexOf(k, whole);
    const term = arrays.reduce(
      (product, array, i) => product * (array.data[at(operands[i] ?? '', array.shape, index)] ?? 0),
      1,
    );
    const to = at(result, shape, index);
    sums[to] = (sums[to] ?? 0) + term;
  }
  return sums;
}

const questions: readonly { equation: string; shapes: readonly Shape[] }[] = [
  {
    equation: 'ij,jk->ik',
    shapes: [
      [3, 4],
      [4, 5],
    ],
  },
  {
    equation: 'ji,kj->ki',
    shapes: [
      [4, 3],
      [5, 4],
    ],
  },
  {
    equation: 'bij,bjk->bik',
    shapes: [
      [2, 3, 4],
      [2, 4, 5],
    ],
  },
  {
    equation: 'ibj,jkb->kib',
    shapes: [
      [3, 2, 4],
      [4, 5, 2],
    ],
  },
  {
    equation: 'bhqd,bhkd->bhqk',
    shapes: [
      [2, 3, 4, 5],
      [2, 3, 6, 5],
    ],
  },
  {
    equation: 'aibj,jbk->iak',
    shapes: [
      [2, 3, 2, 4],
      [4, 2, 5],
    ],
  },
  {
    equation: 'ij,ij->ji',
    shapes: [
      [3, 4],
      [3, 4],
    ],
  },
  {
    equation: 'ij,ij->',
    shapes: [
      [3, 4],
      [3, 4],
    ],
  },
  { equation: 'i,j->ji', shapes: [[3], [4]] },
  {
    equation: 'ij,kl->li',
    shapes: [
      [3, 2],
      [4, 5],
    ],
  },
  {
    equation: 'ij,jk->ik',
    shapes: [
      [3, 1],
      [4, 5],
    ],
  },
  {
    equation: 'bij,bjk->bik',
    shapes: [
      [1, 3, 4],
      [2, 4, 1],
    ],
  },
  {
    equation: 'ij,jk->ik',
    shapes: [
      [3, 1],
      [1, 5],
    ],
  },
  { equation: ',i->i', shapes: [[], [3]] },
  { equation: 'ijk->ki', shapes: [[2, 3, 4]] },
  {
    equation: 'ij,jk->ik',
    shapes: [
      [3, 0],
      [0, 2],
    ],
  },
];

test.each(questions)(
  '$equation of shapes $shapes is what one loop over all letters adds up',
  ({ equation, shapes }) => {
    const tensors = shapes.map(drawn);
    const [value, expected] = [einsum(equation, tensors).toData().data, byLoops(equation, tensors)];
    expect(value.map((entry) => entry + 0)).toEqual(expected.map((entry) => entry + 0));
  },
);

test('in float32 ij,jk->ik has the same bits as the product of matrices', () => {
  const [a, b] = [
    [20, 30],
    [30, 10],
  ].map((shape) =>
    Tensor.fromData({ dtype: 'float32', shape, data: Array.from({ length: sizeOf(shape) }, draw) }),
  ) as [Tensor, Tensor];
  expect(einsum('ij,jk->ik', [a, b]).toData()).toEqual(matmul(a, b).toData());
});

test('a sum of nothing is 0, whatever it would be multiplied by', () => {
  expect(einsum('i,j->j', [zeros([0]), tensor([Number.NaN, 1])]).toArray()).toEqual([0, 0]);
});

test('in float16 a sum within one operand is not rounded before it is multiplied', () => {
  const float16 = { dtype: 'float16' } as const;
  // 2051 would be rounded to 2052, and the product to 6156.
  expect(einsum('i,j->', [tensor([2048, 3], float16), ones([3], float16)]).toArray()).toBe(6152);
});
