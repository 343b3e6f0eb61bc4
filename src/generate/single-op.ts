/** Cases of one op alone. */
import fc from 'fast-check';
import type { Case } from '../program/case.js';
import type { Shape } from '../program/shape.js';
import type { OpName } from '../program/step.js';
import { vocabulary } from '../program/vocabulary.js';
import type { Bias } from './bias.js';
import { type Form, firstOperandOf, formsOf, stepOn } from './operations.js';
import { poolOf, type Style, stylesOf } from './pools.js';
import { anyRank, highRanks, manyOnes, type ShapeMaker, shapes } from './shapes.js';
import { simplestFirst } from './simplest-first.js';
import type { Space } from './space.js';
import { spares, withSpare } from './spare.js';
import { casesOf, type Plan } from './values.js';

const rankedByAxes: readonly OpName[] = [
  'transpose',
  'permute',
  'summation',
  'mean',
  'logsumexp',
  'softmax',
  'logsoftmax',
  'matmul',
];

/** Cases whose program is one step of this op on inputs of its own. */
export function singleOpCases(op: OpName, space: Space): fc.Arbitrary<Case> {
  const { kink } = vocabulary[op];
  const ranks = rankedByAxes.includes(op) ? highRanks : undefined;
  const repeatedBiases: readonly Bias[] = kink === 'tie' ? ['repeated-input', 'kink'] : ['repeated-input'];
  const mayRepeat = repeatedBiases.every((bias) => space.biases.has(bias));
  const repeated = simplestFirst(mayRepeat ? [...Array<boolean>(11).fill(false), true] : [false]);
  const plans = fc
    .tuple(
      spares(space),
      repeated,
      shapes(space, ranks, op === 'broadcast_to' ? manyOnes : undefined),
      formsOf(op, space),
      simplestFirst(stylesOf(op, space)),
    )
    .map(([spare, twice, shape, form, style]) =>
      withSpare(planOf(form, shape, twice, style, space), spare, shape(anyRank, true), space),
    );
  return casesOf(plans, space);
}

function planOf(form: Form, maker: ShapeMaker, twice: boolean, style: Style, space: Space): Plan {
  const { shape, operation } = firstOperandOf(form, maker);
  const own = form.partner === undefined ? [shape] : operands(form, shape, twice, space);
  const step = stepOn(operation, form.partner === undefined ? [0] : [0, own.length - 1]);
  return {
    program: {
      inputs: own.map((drawn) => ({ dtype: space.dtype, shape: drawn })),
      steps: [step],
      outputs: [own.length],
    },
    pools: own.map((_, operand) => poolOf(step, operand, style, space)),
  };
}

/** The shapes of a binary op's inputs: one where it reads the same input twice. */
function operands(form: Form, shape: Shape, twice: boolean, space: Space): Shape[] {
  if (twice && (form.op !== 'matmul' || (shape.at(-1) === shape.at(-2) && shape.length > 1))) return [shape];
  const partner = form.partner?.(shape);
  if (partner !== undefined) return [shape, partner];
  throw new RangeError(
    `the space allows no second operand of ${form.op} for shape [${shape}]; allow more biases than ${[...space.biases].join(', ')}`,
  );
}
