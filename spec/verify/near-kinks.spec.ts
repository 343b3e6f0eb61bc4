/** Right answers where rounding decides on which side of a kink an implementation is, or whether a term overflows. */
import { expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { type DType, tensorData } from '../../src/case/tensor-data.js';
import type { Step } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import { fails, judge } from '../../src/verify/index.js';

type Array = readonly [shape: number[], data: number[]];

const caseOf = (
  dtype: DType,
  inputs: readonly Array[],
  steps: readonly Step[],
  outputs: readonly number[],
  cotangents: readonly (readonly Array[])[],
): Case => {
  const tensor = ([shape, data]: Array) => tensorData(dtype, shape, data);
  return {
    program: { inputs: inputs.map(([shape]) => ({ dtype, shape })), steps, outputs },
    inputs: inputs.map(tensor),
    cotangents: cotangents.map((list) => list.map(tensor)),
    mode: 'eager',
    order: 1,
    directions: [],
  };
};

const clipped = caseOf(
  'bfloat16',
  [[[2], [2.5, 1.5]]],
  [
    { op: 'power_scalar', scalar: 2.5, args: [0] },
    { op: 'clip', min: 1.125, max: 2.75, args: [1] },
  ],
  [2],
  [[[[2], [5, -3]]]],
);
const sorted = caseOf(
  'float32',
  [[[2], [3, 3.5]]],
  [
    { op: 'add_scalar', scalar: 2, args: [0] },
    { op: 'erf', args: [1] },
    { op: 'silu', args: [2] },
    { op: 'sort', axis: 0, descending: true, args: [3] },
  ],
  [4],
  [[[[2], [-3.25, 1.75]]]],
);
const nearTip = caseOf(
  'float32',
  [
    [
      [1, 2, 1, 2],
      [-3, -6.715293e-8, -3.847489e-8, 5.274099e-8],
    ],
  ],
  [{ op: 'norm', axes: [1], keepdims: false, args: [0] }],
  [1],
  [
    [
      [
        [1, 1, 2],
        [-46.21, -0.02627],
      ],
    ],
  ],
);
const overflowing = caseOf(
  'float16',
  [
    [
      [2, 1],
      [10, 10],
    ],
    [
      [3, 1, 1],
      [3, -1.1, 4],
    ],
  ],
  [{ op: 'power', args: [0, 1] }],
  [2],
  [
    [
      [
        [3, 2, 1],
        [-6, 4, 1.5, 0.5, 3, -2],
      ],
    ],
  ],
);

it.each([
  ['a clip that bfloat16 rounds onto its bound', clipped],
  ['entries that float32 cannot tell apart before they are sorted', sorted],
  ['a norm that is far smaller than any step', nearTip],
  ['terms beyond the largest float16 that cancel', overflowing],
])('the engine is not blamed at %s', async (_, testCase) => {
  const verdicts = await judge(engineImplementation(), testCase);
  expect(verdicts.filter(({ verdict }) => fails(verdict))).toEqual([]);
});
