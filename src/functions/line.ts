/** Lines through a point that move every entry. */
import { at } from '../case/at.js';
import type { TensorData } from '../case/tensor-data.js';
import { type Coordinate, moved } from './points.js';
import type { Place, Subject, Tensors } from './subject.js';

export const start: Coordinate = { input: 0, entry: 0, x: 0, scale: 1 };

/** The point of the line where the function is asked. */
export const onLine: Place = {
  inputs: [{ dtype: 'float64', shape: [], data: [0] }],
  differentiable: [true],
};

/** The function as one of a single number: how far to go along the line. */
export function alongLine(
  inputs: Tensors,
  all: readonly Coordinate[],
  rates: readonly number[],
  { name, values }: Pick<Subject, 'name' | 'values'>,
): Subject {
  const pointAt = (t: number) =>
    moved(
      inputs,
      all.map((each, k) => ({ at: each, by: t * at(rates, k) })),
    );
  return {
    name,
    values: (points) => values(points.map(([t]) => pointAt(at((t as TensorData).data, 0)))),
    vjps: () => Promise.reject(new Error('along a line only values are asked')),
  };
}

/** How fast each entry moves along a line, so that none leaves its bounds. @param which one of eight lines */
export const ratesOf = (all: readonly Coordinate[], which = 0): number[] =>
  all.map(({ scale }, k) => scale * at(decimals, (hash(k) + which * (1 + 2 * k)) & 7));

const decimals = [1, -0.5, 0.75, -1.25, 0.5, -0.75, 1.25, -1];

/** Bits without a period. */
function hash(k: number): number {
  const mixed = Math.imul((k + 1) ^ ((k + 1) >>> 15), 0x9e3779b1);
  return (mixed ^ (mixed >>> 13)) >>> 3;
}
