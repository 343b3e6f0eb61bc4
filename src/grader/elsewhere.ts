/** Other inputs for a case, at which a rule that is a graph is right, and one with numbers of the case in it is not. */
import type { Case } from '../case/case.js';
import { type TensorData, tensorData } from '../case/tensor-data.js';

/**
 * All inputs are halved: which entries tie, are largest, positive or zero stays as it is, so that masks, which a trace
 * holds as constants, stay right.
 */
const share = 0.5;

/** Where a rule may have looked at how large an entry is, as to avoid overflow, it is not judged. */
const largest = 16;

/** Undefined where rounding, or how large entries are, may make right rules differ. */
export function elsewhereOf({ inputs, cotangents }: Case) {
  const isPlain = ({ dtype, data }: TensorData) =>
    dtype === 'float64' && data.every((entry) => Math.abs(entry) <= largest);
  if (!inputs.every(isPlain)) return undefined;
  return {
    inputs: inputs.map((input) => altered(input, (entry) => share * entry)),
    cotangent: (cotangents[0] ?? []).map((tensor) => altered(tensor, (_, at) => 1 + (at % 5) / 4)),
  };
}

const altered = ({ dtype, shape, data }: TensorData, change: (entry: number, at: number) => number) =>
  tensorData(dtype, shape, data.map(change));
