/**
 * Other inputs for a case: there a rule that is a graph is right, and a rule with numbers of the case in it is wrong.
 */
import type { Case } from '../case/case.js';
import type { Program } from '../case/program.js';
import { type TensorData, tensorData } from '../case/tensor-data.js';

/**
 * All inputs are halved. The same entries tie, are largest, positive or zero as before, so masks, which a trace holds
 * as constants, stay right.
 */
const share = 0.5;

/** A rule is not judged where it may have looked at the size of an entry, for example to avoid overflow. */
const largest = 16;

/** Undefined if rounding, or the size of entries, may make right rules differ. */
export function elsewhereOf({ program, inputs, cotangents }: Case) {
  const isPlain = ({ dtype, data }: TensorData) =>
    dtype === 'float64' && data.every((entry) => Math.abs(entry) <= largest);
  if (!inputs.every(isPlain)) return undefined;
  const held = heldBy(program);
  return {
    inputs: inputs.map((input, id) => (held.has(id) ? input : altered(input, (entry) => share * entry))),
    cotangent: (cotangents[0] ?? []).map((tensor) => altered(tensor, (_, at) => 1 + (at % 5) / 4)),
  };
}

/**
 * Constants of an instructor's definition, and inputs by which no gradient is asked: the program begins by detaching each of
 * them, and does not read them otherwise.
 */
function heldBy({ steps, outputs }: Program): ReadonlySet<number> {
  const other = steps.findIndex(({ op }) => op !== 'detach');
  const detached = steps.slice(0, other === -1 ? steps.length : other);
  const read = new Set([...steps.slice(detached.length).flatMap(({ args }) => args), ...outputs]);
  return new Set(detached.flatMap(({ args }) => args).filter((id) => !read.has(id)));
}

const altered = ({ dtype, shape, data }: TensorData, change: (entry: number, at: number) => number) =>
  tensorData(dtype, shape, data.map(change));
