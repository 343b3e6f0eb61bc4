/** Cases of random programs. */
import fc from 'fast-check';
import type { Case } from '../case/case.js';
import { type Kink, type OpName, vocabulary } from '../case/vocabulary.js';
import type { Bias } from './bias.js';
import { formsOf } from './forms-of.js';
import { half } from './kinks.js';
import { entryOf } from './ops/index.js';
import { type Ending, endings, finish } from './outputs.js';
import type { Planned } from './planned.js';
import { freePool, type Pool, type Style } from './pools.js';
import { ProgramBuilder, type StepChoice } from './program-builder.js';
import { anyRank } from './ranks.js';
import { type ShapeMaker, shapes } from './shapes.js';
import { simplestFirst } from './simplest-first.js';
import type { Space } from './space.js';
import { spares, withSpare } from './spare.js';
import { casesOf, type Plan } from './values.js';

const mostSteps = 8;
/** Mostly the newest node, so that programs are deep rather than wide. */
const newer = simplestFirst([...Array<number>(14).fill(0), 1, 1, 2, 3, 4, 5]);

/**
 * Programs of one to eight steps over the ops of the space. Each step takes results of earlier ones if they fit and
 * are safe, else a fresh input; a step that fits nowhere is left out.
 */
export const programCases = (space: Space): Planned<Plan, Case> => casesOf(programPlans(space), space);

/** The same programs without their numbers. */
export function programPlans(space: Space): fc.Arbitrary<Plan> {
  const form = fc.oneof(
    ...opsOf(space).map((op) => ({
      arbitrary: formsOf(op, space),
      weight: entryOf(op).weight ?? 1,
    })),
  );
  const choice = fc
    .tuple(newer, fc.nat({ max: 11 }), form)
    .map(([first, second, drawn]) => ({ form: drawn, first, second }));
  const steps = fc.array(choice, { maxLength: mostSteps, size: 'max' });
  // Sizes shrink before steps do: there are few ways to shrink sizes, and many ways to change a step, most of them
  // useless.
  return fc
    .tuple(shapes(space), steps, choice, endings, spares(space), simplestFirst(stylesOf(space)))
    .map(([shape, choices, only, ending, spare, style]) =>
      withSpare(planOf(choices, only, ending, shape, style, space), spare, shape(anyRank, true), space),
    );
}

const ofEqualEntries: readonly Kink[] = ['order', 'equal'];

function opsOf({ ops, biases }: Space): readonly OpName[] {
  const kept = ops.filter((op) => {
    // A non-empty array may always hold equal entries, and then ops that pick by size, or measure spread, are at a kink.
    const kink: readonly Bias[] = ofEqualEntries.includes(vocabulary[op].kink) ? ['kink'] : [];
    return [...kink, ...(entryOf(op).needs ?? [])].every((bias) => biases.has(bias));
  });
  if (kept.length > 0) return kept;
  throw new RangeError(`a space of programs needs an op that its biases allow, got ops [${ops.join(', ')}]`);
}

const stylesOf = ({ biases }: Space): Style[] => [
  ...Array<Style>(6).fill('plain'),
  ...(biases.has('integer-values') ? (['integers'] as const) : []),
  ...(biases.has('zero-values') ? (['zeros'] as const) : []),
  ...(biases.has('large-values') ? (['large'] as const) : []),
];

/** The pools of fresh inputs; the first that is safe is used: in the style, then plain, positive, and without ties. */
function poolsOf(style: Style, space: Space): Pool[] {
  const plain = freePool('plain', 'real', space);
  return [
    freePool(style, 'real', space),
    plain,
    freePool(style, 'positive', space),
    freePool('plain', 'positive', space),
    half(plain, 0),
    half(plain, 1),
  ].filter((pool) => pool.length > 0);
}

/** The product of many entries is too large for float16, whatever they are: it gets fewer. */
const smallest =
  (shape: ShapeMaker, { biases }: Space): ShapeMaker =>
  (ranks, mayBeEmpty) =>
    shape(ranks, mayBeEmpty).map((size) => Math.min(size, biases.has('size-1-axis') ? 1 : 2));

/** `only` is used if no choice is left: an array that may be empty can drop any step, even its last. */
function planOf(
  choices: readonly StepChoice[],
  only: StepChoice,
  ending: Ending,
  shape: ShapeMaker,
  style: Style,
  space: Space,
): Plan {
  const pools = poolsOf(style, space);
  const builder = new ProgramBuilder(space, pools, shape);
  for (const choice of choices) builder.addStep(choice);
  if (builder.nodes.length === 0) builder.addStep(only);
  if (builder.nodes.length > 0) return { ...finish(builder.nodes, ending, space), style };
  const last = new ProgramBuilder(space, pools, smallest(shape, space));
  last.addStep(only);
  if (last.nodes.length > 0) return { ...finish(last.nodes, ending, space), style };
  throw new RangeError(
    `no step of ${only.form.op} shows only the biases ${[...space.biases].join(', ')}; allow more biases`,
  );
}
