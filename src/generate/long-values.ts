/**
 * Entries of long operands that are hard for an op: the extremes of a run at its end, where a loop may lose them, near
 * ties, numbers next to a kink, and rows whose mean is large beside their spread.
 */
import type { DType } from '../case/tensor-data.js';
import { factsOf, type OpName, type Step, vocabulary } from '../case/vocabulary.js';
import { type Fresh, spaced } from './fresh.js';
import type { Style } from './pools.js';
import { isPicking } from './runs.js';
import type { Space } from './space.js';

/** Ops that subtract a mean: a variance in one pass cancels where that is large. */
const centring: ReadonlySet<OpName> = new Set<OpName>([
  ...(['var', 'std', 'layer_norm', 'batch_norm'] as const),
  ...(['affine_layer_norm', 'affine_batch_norm', 'group_norm'] as const),
]);

const hardKinks: ReadonlySet<string> = new Set(['tie', 'zero']);

/** The styles of a long operand: where some entries are hard for the op, most often that one. */
export function longStyles(op: OpName, { long }: Space): Style[] {
  if (long === 'ties') return ['tied'];
  if (isPicking(op)) return long === 'axis' ? ['plain', 'hard', 'hard', 'hard'] : ['hard'];
  // Those that lie next to a kink leave no direction along which a whole array can be judged.
  const hard = long === 'axis' && (centring.has(op) || hardKinks.has(vocabulary[op].kink));
  return hard ? ['plain', 'hard', 'hard'] : ['plain'];
}

/** The entries of an operand that are hard for its op. */
export function hardFor(step: Step, operand: number, space: Space, usual: Fresh): Fresh {
  const { kink } = factsOf(step);
  if (kink === 'order') return rising(step.op, space);
  if (kink === 'tie')
    return operand === 0 || step.args[0] === step.args[1] ? usual : besideFirst(usual, space);
  if (kink === 'zero') return nextToZero(usual, space);
  return operand === 0 ? farFromZero(usual, space) : usual;
}

/** So near that a test for equality with a tolerance takes two for one; of a dtype that can tell them apart. */
const gapOf: Readonly<Record<DType, number>> = { float64: 1e-9, float32: 1e-6, float16: 0, bfloat16: 0 };

/** Ever larger entries, for min ever smaller ones: the extremes lie in the tail. The last two of a run nearly tie in max and min. */
function rising(op: OpName, { dtype }: Space): Fresh {
  const gap = op === 'max' || op === 'min' ? gapOf[dtype] : 0;
  const sign = op === 'min' ? -1 : 1;
  return (position) => {
    // With a near tie the entries come in pairs, of which the second has an even place: most sizes are odd.
    const level = gap === 0 ? position : 2 * Math.ceil(position / 2);
    return sign * (level / 20_000 - 2 + (position % 2 === 0 ? gap : 0));
  };
}

/** Every fourth entry nearly ties with the first operand's at the same place. */
function besideFirst(usual: Fresh, { dtype }: Space): Fresh {
  const first = spaced('real', 0);
  return (position, drawn) =>
    position % 4 === 0
      ? first(position, drawn) + (position % 8 === 0 ? gapOf[dtype] : -gapOf[dtype])
      : usual(position, drawn);
}

/** Below the normal numbers of the dtype. */
const subnormal: Readonly<Record<DType, number>> = {
  float64: 2 ** -1030,
  float32: 2 ** -130,
  float16: 2 ** -15,
  bfloat16: 2 ** -130,
};

/** Two entries, one on either side, are subnormal: no kernel may take them for 0, whose slope is another. */
function nextToZero(usual: Fresh, { dtype }: Space): Fresh {
  return (position, drawn) =>
    position === 3 || position === 5 ? subnormal[dtype] * (4 - position) : usual(position, drawn);
}

/** How far from zero rows lie, and how much they spread about it; in half precision one of two neighbouring numbers. */
function farFromZero(usual: Fresh, { dtype }: Space): Fresh {
  if (dtype === 'float64') return (position, drawn) => 4096 + usual(position, drawn) / 8;
  if (dtype === 'float32') return (position, drawn) => 64 + usual(position, drawn) / 8;
  return dtype === 'bfloat16' ? (position) => (position % 17 === 3 ? 255 : 256) : usual;
}
