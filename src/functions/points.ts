/** Points around the one where a function is asked. */
import { roundTo, type TensorData, unitRoundoff } from '../case/tensor-data.js';
import type { Place, Tensors } from './subject.js';

/** One entry of one input that the function has a slope by. */
export interface Coordinate {
  readonly input: number;
  readonly entry: number;
  readonly x: number;
  /** The size of x; of a small one that of its neighbours, so that steps are no smaller than these need. */
  readonly scale: number;
}

export function coordinatesOf({ inputs, differentiable, bounds }: Place): Coordinate[] {
  return inputs.flatMap(({ data }, input) => {
    if (differentiable[input] !== true) return [];
    const largest = data.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 0);
    const least = largest === 0 ? 1 : largest / 8;
    const [low, high] = bounds?.[input] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    // The longest step is a sixteenth of the scale: half the way to a bound.
    const room = (x: number) => 8 * Math.min(x - low, high - x);
    return data.flatMap((x, entry) => {
      if (!Number.isFinite(x)) return [];
      const scale = Math.min(Math.max(Math.abs(x), least), room(x));
      return [{ input, entry, x, scale: 2 ** Math.floor(Math.log2(scale)) }];
    });
  });
}

/** The inputs with some entries moved; what is moved is rounded to its dtype. */
export function moved(inputs: Tensors, moves: readonly { at: Coordinate; by: number }[]): Tensors {
  const changed = new Map<number, number[]>();
  for (const { at, by } of moves) {
    const tensor = inputs[at.input] as TensorData;
    const data = changed.get(at.input) ?? [...tensor.data];
    data[at.entry] = roundTo[tensor.dtype](at.x + by);
    changed.set(at.input, data);
  }
  return inputs.map((tensor, input) => {
    const data = changed.get(input);
    return data === undefined ? tensor : { ...tensor, data };
  });
}

/** How far x + h may be from the point that was meant, after rounding. */
export const roundingOf = (inputs: Tensors, { input, x, scale }: Coordinate): number =>
  unitRoundoff[(inputs[input] as TensorData).dtype] * Math.max(Math.abs(x), scale);

/** All entries of a list of tensors. */
export function flat(tensors: Tensors): readonly number[] {
  const [one, ...others] = tensors;
  if (one === undefined) return [];
  return others.length === 0 ? one.data : one.data.concat(...others.map(({ data }) => data));
}

/** The size of the largest finite entry. */
export const largestOf = (tensors: Tensors): number =>
  flat(tensors).reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 0);

export const copyOf = (tensor: TensorData): TensorData => ({ ...tensor, data: [...tensor.data] });
