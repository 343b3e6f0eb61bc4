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
  const firstConstant = inputs.length - constantsIn(program);
  return {
    inputs: inputs.map((input, id) =>
      id < firstConstant ? altered(input, (entry) => share * entry) : input,
    ),
    cotangent: (cotangents[0] ?? []).map((tensor) => altered(tensor, (_, at) => 1 + (at % 5) / 4)),
  };
}

/** How many of the last inputs are constants of an instructor's definition: its program begins by detaching each of them. */
function constantsIn({ inputs, steps }: Program): number {
  const other = steps.findIndex(({ op }) => op !== 'detach');
  const detached = other === -1 ? steps.length : other;
  const first = steps[0]?.args[0] ?? inputs.length;
  const inOrder = steps.slice(0, detached).every(({ args }, index) => args[0] === first + index);
  return detached > 0 && inOrder && first + detached === inputs.length ? detached : 0;
}

const altered = ({ dtype, shape, data }: TensorData, change: (entry: number, at: number) => number) =>
  tensorData(dtype, shape, data.map(change));
