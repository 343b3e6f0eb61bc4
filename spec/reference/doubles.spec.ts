import { describe, expect, it } from 'vitest';
import type { Program } from '../../src/case/program.js';
import { type Shape, sizeOf } from '../../src/case/shape.js';
import { tensorData } from '../../src/case/tensor-data.js';
import type { Step } from '../../src/case/vocabulary.js';
import { Differentiator } from '../../src/reference/differences.js';
import { evaluate, evaluationOf, float64, planOf } from '../../src/reference/index.js';

/** Sizes far apart, so that another order of additions would round otherwise. */
const entriesOf = (shape: Shape, salt: number): number[] =>
  Array.from({ length: sizeOf(shape) }, (_, at) =>
    at % 11 === 5 ? -0 : Math.sin(12.9898 * (at + 1) + salt) * 10 ** (at % 5),
  );

const products: readonly (readonly [what: string, step: Step, left: Shape, right: Shape])[] = [
  ['of matrices with long rows', { op: 'matmul', args: [0, 1] }, [3, 13], [13, 9]],
  ['of matrices with short rows', { op: 'matmul', args: [0, 1] }, [3, 13], [13, 2]],
  ['of batches that broadcast', { op: 'matmul', args: [0, 1] }, [2, 1, 3, 6], [4, 6, 8]],
  ['of a matrix and a vector', { op: 'matmul', args: [0, 1] }, [9, 7], [7]],
  ['of no terms', { op: 'matmul', args: [0, 1] }, [2, 0], [0, 8]],
  ['of letters', { op: 'einsum', args: [0, 1], equation: 'bij,bkj->bik' }, [2, 3, 9], [2, 10, 9]],
  ['of padded images', { op: 'conv', args: [0, 1], stride: 1, padding: 1 }, [1, 3, 3, 2], [2, 2, 2, 3]],
  ['of images', { op: 'conv', args: [0, 1], stride: 1, padding: 0 }, [1, 3, 3, 2], [2, 2, 2, 3]],
  [
    'of padded images and many channels',
    { op: 'conv', args: [0, 1], stride: 2, padding: 1 },
    [2, 5, 5, 3],
    [3, 3, 3, 8],
  ],
];

/** The value of the program's only step, by the kernel for any arithmetic and by the plan's own. */
function bothValues(step: Step, shapes: readonly Shape[], data: readonly number[][]) {
  const program: Program = {
    inputs: shapes.map((shape) => ({ dtype: 'float64', shape })),
    steps: [step],
    outputs: [shapes.length],
  };
  const inputs = shapes.map((shape, input) => tensorData('float64', shape, data[input] as number[]));
  return {
    general: evaluate(program, data, float64).at(-1),
    own: evaluationOf(planOf(program), inputs).values.at(-1),
  };
}

describe('the sum of products in doubles', () => {
  it.each(products)('%s is that of any arithmetic, to the last bit', (_, step, left, right) => {
    const { general, own } = bothValues(step, [left, right], [entriesOf(left, 1), entriesOf(right, 2)]);
    expect(own).toEqual(general);
  });
});

const onSlices: readonly Step[] = [
  { op: 'logsumexp', args: [0], axes: 1, keepdims: false },
  { op: 'logsoftmax', args: [0], axes: 1 },
  { op: 'summation', args: [0], axes: 1, keepdims: false },
  { op: 'mean', args: [0], axes: 1, keepdims: false },
  { op: 'einsum', args: [0], equation: 'ij->i' },
];

describe.each(onSlices)('$op in doubles', (step) => {
  it.each([
    ['short slices', [2, 5]],
    ['long slices', [2, 70]],
  ] as const)('of %s is that of any arithmetic, to the last bit', (_, shape) => {
    const { general, own } = bothValues(step, [shape], [entriesOf(shape, 3)]);
    expect(own).toEqual(general);
  });
});

describe('the difference of a straight line through the origin', () => {
  it('is found from one value as from four, to the last bit, with the same bound', () => {
    const slopes = entriesOf([23], 4);
    const [many, one] = [new Differentiator(23), new Differentiator(23)];
    const bothSides = many.derivative(
      (t, into) => {
        slopes.forEach((slope, k) => {
          into[k] = t * slope;
        });
      },
      { relativeNoise: 2 ** -51, argumentError: () => 0, shrinks: 8 },
    );
    const straight = one.straight((into) => {
      slopes.forEach((slope, k) => {
        into[k] = slope;
      });
    }, 2 ** -51);
    expect([...straight.value]).toEqual([...bothSides.value]);
    expect([...straight.error]).toEqual([...bothSides.error]);
  });
});

describe('the plan of a program', () => {
  it('is made once for each way of rounding', () => {
    const program: Program = {
      inputs: [{ dtype: 'float16', shape: [2] }],
      steps: [{ op: 'exp', args: [0] }],
      outputs: [1],
    };
    expect(planOf(program)).toBe(planOf(program));
    expect(planOf(program, { accumulates: 'float64' })).toBe(planOf(program, { accumulates: 'float64' }));
    expect(planOf(program, { accumulates: 'float64', roundsOnce: ['exp'] })).not.toBe(
      planOf(program, { accumulates: 'float64' }),
    );
  });
});
