import { describe, expect, it } from 'vitest';
import type { Program } from '../../src/case/program.js';
import { type Shape, sizeOf } from '../../src/case/shape.js';
import { tensorData } from '../../src/case/tensor-data.js';
import type { Step } from '../../src/case/vocabulary.js';
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
  [
    'of padded images and many channels',
    { op: 'conv', args: [0, 1], stride: 2, padding: 1 },
    [2, 5, 5, 3],
    [3, 3, 3, 8],
  ],
];

describe('the sum of products in doubles', () => {
  it.each(products)('%s is that of any arithmetic, to the last bit', (_, step, left, right) => {
    const program: Program = {
      inputs: [left, right].map((shape) => ({ dtype: 'float64', shape })),
      steps: [step],
      outputs: [2],
    };
    const data = [entriesOf(left, 1), entriesOf(right, 2)];
    const inputs = program.inputs.map(({ dtype, shape }, input) =>
      tensorData(dtype, shape, data[input] as number[]),
    );
    const plain = evaluate(program, data, float64).at(-1);
    expect(evaluationOf(planOf(program), inputs).values.at(-1)).toEqual(plain);
  });
});
