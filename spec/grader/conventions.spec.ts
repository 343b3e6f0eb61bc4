/** What right rules may differ in by convention costs no points, unless the assignment says otherwise. */
import { describe, expect, it } from 'vitest';
import { wholeCourse } from '../../src/grader/assignment/assignment.js';
import {
  type Convention,
  conventionNames,
  conventionTexts,
} from '../../src/grader/conventions/conventions.js';
import { grade } from '../../src/grader/grade.js';
import type { PartReport } from '../../src/grader/result.js';
import { altered, folderWith } from './submit.js';

type Change = readonly [from: string, to: string];

const divide: Change = [
  'const share = divide(outGrad, b);',
  'const share = divide(outGrad, addScalar(b, 1e-8));',
];
const log: Change = ['return [divide(outGrad, x)];', 'return [divide(outGrad, addScalar(x, 1e-8))];'];
const sqrt: Change = [
  'return [divide(outGrad, mulScalar(node, 2))];',
  'return [divide(outGrad, addScalar(mulScalar(node, 2), 1e-8))];',
];
const power: Change = ['multiply(node, log(add(a, isZero)))', 'multiply(node, log(addScalar(a, 1e-8)))'];
const sine: Change = ['multiply(outGrad, cos(x))', 'multiply(outGrad, sin(addScalar(x, Math.PI / 2)))'];
const cosine: Change = [
  'return [negate(multiply(outGrad, sin(x)))];',
  'return [multiply(outGrad, cos(addScalar(x, Math.PI / 2)))];',
];
/** The sum in the rule of broadcast_to. */
const sum = 'summation(outGrad, repeated)';
const ofCount = (rule: string): Change => [
  `return [reshape(${sum}, x.shape)];`,
  `const count = sizeOf(node.shape) / Math.max(1, sizeOf(x.shape));
    const sum = ${sum};
    return [count === 0 ? reshape(sum, x.shape) : ${rule}];`,
];
const scaled: Change = ['  divideScalar,', '  divideScalar, mean as meanOf, mulScalar,'];
const mean: Change = ofCount('reshape(mulScalar(meanOf(outGrad, repeated), count), x.shape)');
const meanLast: Change = ofCount('mulScalar(reshape(meanOf(outGrad, repeated), x.shape), count)');
const quotient: Change = ofCount('mulScalar(reshape(divideScalar(sum, count), x.shape), count)');
const share: Change = ofCount('mulScalar(mulScalar(reshape(sum, x.shape), 1 / count), count)');
const zeroExponent: Change = ['if (this.scalar === 0) return [zeros(x.shape, { dtype: x.dtype })];', ''];

/** A mean times its count rounds seldom, as the shapes are small. */
const runsOf = (part: string) => (part === 'shape.broadcast_to' ? { runs: 400 } : {});

/** The report of one op of a solution with this in it. */
async function reportOf(
  part: string,
  changes: readonly Change[],
  conventions?: readonly Convention[],
): Promise<PartReport> {
  const [id = ''] = part.split('.');
  const submission = folderWith({ [`${id}/${id}.ts`]: altered(id, ...changes) });
  const assignment = { ...wholeCourse, ...(conventions && { conventions }) };
  const options = { submission, assignment, only: [part], seed: 2, saveNothing: true, ...runsOf(part) };
  const { exercises } = await grade(options);
  return exercises[0]?.parts[0] as PartReport;
}

const met: readonly (readonly [
  what: string,
  part: string,
  changes: readonly Change[],
  convention: Convention,
])[] = [
  ['an ε in the denominator of a quotient', 'elementwise.divide', [divide], 'epsilon'],
  ['an ε in the denominator of a logarithm', 'exponential.log', [log], 'epsilon'],
  ['an ε in the denominator of a root', 'exponential.sqrt', [sqrt], 'epsilon'],
  ['an ε in the logarithm of a power', 'exponential.power', [power], 'epsilon'],
  ['a mean times its count', 'shape.broadcast_to', [scaled, mean], 'mean-times-count'],
  ['a mean times its count, reshaped before', 'shape.broadcast_to', [scaled, meanLast], 'mean-times-count'],
  ['a sum over its count, times that', 'shape.broadcast_to', [scaled, quotient], 'mean-times-count'],
  ['a share of a sum, times the count', 'shape.broadcast_to', [scaled, share], 'mean-times-count'],
  ['a cosine as a shifted sine', 'exponential.sin', [sine], 'shifted-angle'],
  ['a sine as a shifted cosine', 'exponential.cos', [cosine], 'shifted-angle'],
  ['n·xⁿ⁻¹ for n = 0, too', 'exponential.power_scalar', [zeroExponent], 'zero-exponent'],
];

describe('conventions', () => {
  it.each(met)('cost no points: %s', async (_, part, changes, convention) => {
    const { status, score, maxScore, reason, conventions } = await reportOf(part, changes);
    expect({ status, score, conventions }).toEqual({
      status: 'passed',
      score: maxScore,
      conventions: [convention],
    });
    expect(reason).toBe(
      `A convention, not a mistake: ${conventionTexts[convention]}. Without that, every law holds.`,
    );
  });

  const oneOfEach = met.filter(([, , , name], at) => at === met.findIndex((other) => other[3] === name));
  it.each(oneOfEach)(
    'cost points where the assignment refuses them: %s',
    async (_, part, changes, convention) => {
      const others = conventionNames.filter((each) => each !== convention);
      const { status, score, conventions } = await reportOf(part, changes, others);
      expect({ status, score, conventions }).toEqual({ status: 'failed', score: 0, conventions: [] });
    },
  );
});

const eps = (what: string): Change => ['return [divide(outGrad, x)];', what];
const slips: readonly (readonly [what: string, part: string, changes: readonly Change[]])[] = [
  ['a factor 1 + 1e-8', 'exponential.log', [eps('return [mulScalar(divide(outGrad, x), 1 + 1e-8)];')]],
  ['an ε of 1e-3', 'exponential.log', [eps('return [divide(outGrad, addScalar(x, 1e-3))];')]],
  ['an ε beside the quotient', 'exponential.log', [eps('return [addScalar(divide(outGrad, x), 1e-8)];')]],
  ['an ε in a numerator', 'exponential.log', [eps('return [divide(addScalar(outGrad, 1e-8), x)];')]],
  [
    'an ε beside a constant',
    'exponential.log',
    [eps('return [divide(outGrad, multiply(x, addScalar(zeros(x.shape, { dtype: x.dtype }), 1 + 1e-8)))];')],
  ],
  [
    'a missing term beside an ε',
    'exponential.sqrt',
    [['return [divide(outGrad, mulScalar(node, 2))];', 'return [divide(outGrad, addScalar(node, 1e-8))];']],
  ],
  [
    'a number changed behind a graph with an ε in it',
    'exponential.log',
    [
      eps(
        `const right = divide(outGrad, addScalar(x, 1e-8));
    right.cachedData?.data.forEach((entry, at, all) => { (all as number[])[at] = 2 * entry; });
    return [right];`,
      ),
    ],
  ],
  ['a shift by 1.5708', 'exponential.sin', [['cos(x)', 'sin(addScalar(x, 1.5708))']]],
  ['a shift to the other side', 'exponential.sin', [['cos(x)', 'sin(addScalar(x, -Math.PI / 2))']]],
  [
    'a mean times another count',
    'shape.broadcast_to',
    [scaled, ofCount('reshape(mulScalar(meanOf(outGrad, repeated), count + 1), x.shape)')],
  ],
  [
    'a mean times a count that is off by 1e-6',
    'shape.broadcast_to',
    [scaled, ofCount('reshape(mulScalar(meanOf(outGrad, repeated), count * (1 + 1e-6)), x.shape)')],
  ],
  [
    'a sum over one count, times another',
    'shape.broadcast_to',
    [scaled, ofCount('reshape(mulScalar(divideScalar(sum, count + 1), count), x.shape)')],
  ],
  [
    'another exponent than n - 1',
    'exponential.power_scalar',
    [zeroExponent, ['this.scalar - 1', 'this.scalar - 2']],
  ],
];

describe('no convention', () => {
  it.each(slips)('is %s', async (_, part, changes) => {
    const { status, score, conventions } = await reportOf(part, changes);
    expect({ status, score, conventions }).toEqual({ status: 'failed', score: 0, conventions: [] });
  });
});
