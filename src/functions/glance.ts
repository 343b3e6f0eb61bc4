/**
 * A first look at a function's slopes: one central difference along each entry, which takes two evaluations. It blames nobody. A
 * gradient that agrees with it to almost all digits is right, since no mistake would; only the other entries are looked at with
 * many steps.
 */
import { at } from '../case/at.js';
import { type DType, roundTo, type TensorData, unitRoundoff } from '../case/tensor-data.js';
import { type Coordinate, flat, moved } from './points.js';
import type { Slope } from './slopes.js';
import type { Tensors } from './subject.js';
import { sign } from './truth.js';

/** As a fraction of an entry's scale: where what is cut off and what is rounded off are about as large. */
const stepOf = (dtype: DType): number => 2 ** -Math.max(4, Math.round(-0.3 * Math.log2(unitRoundoff[dtype])));

/** How far the points across lie, which tell a function that stands still from one that moves in larger stairs. */
const across = 2 ** -5;

/** What a slope across may differ by from the sum of those along the entries, as a fraction of their terms. */
const bent = 1 / 8;

/** The points that are looked at: two along each entry, and two along all of them. */
export function glancePoints(inputs: Tensors, chosen: readonly Coordinate[]): Tensors[] {
  if (chosen.length === 0) return [];
  const along = chosen.flatMap((each) => [1, -1].map((side) => moved(inputs, [stepped(inputs, each, side)])));
  const diagonal = [across, -across].map((by) =>
    moved(
      inputs,
      chosen.map((each, index) => ({ at: each, by: by * sign(index) * each.scale })),
    ),
  );
  return [...along, ...diagonal];
}

const stepped = (inputs: Tensors, each: Coordinate, side: number) => ({
  at: each,
  by: side * stepOf(at(inputs, each.input).dtype) * each.scale,
});

/**
 * @param around the outputs at those points
 * @returns by coordinate, then by entry of the outputs; undefined where a longer step shows another function
 */
export function glanceOf(
  inputs: Tensors,
  chosen: readonly Coordinate[],
  outputs: Tensors,
  around: readonly Tensors[],
): readonly (readonly Slope[])[] | undefined {
  if (chosen.length === 0) return []; // of an input without entries there is no slope
  const values = around.map(flat);
  const rounding = outputs.flatMap(({ data, dtype }) => data.map((y) => unitRoundoff[dtype] * Math.abs(y)));
  const slopes = chosen.map((each, index) => {
    const [ahead, behind] = [at(values, 2 * index), at(values, 2 * index + 1)];
    const length = lengthOf(inputs, each);
    return rounding.map((lost, k) => ({
      value: (at(ahead, k) - at(behind, k)) / length,
      spread: 0,
      error: (4 * lost) / length,
    }));
  });
  const [ahead = [], behind = []] = values.slice(2 * chosen.length);
  const isAsSeen = rounding.every((lost, k) => {
    const found = (at(ahead, k) - at(behind, k)) / (2 * across);
    const terms = slopes.map((list, index) => at(list, k).value * sign(index) * at(chosen, index).scale);
    const sum = terms.reduce((total, term) => total + term, 0);
    const size = terms.reduce((total, term) => total + Math.abs(term), 0);
    return Math.abs(found - sum) <= bent * size + (4 * lost) / across;
  });
  return isAsSeen ? slopes : undefined;
}

/** Between the two points along an entry, as they were rounded. */
function lengthOf(inputs: Tensors, each: Coordinate): number {
  const { dtype } = at(inputs, each.input) as TensorData;
  const [ahead, behind] = [1, -1].map((side) => roundTo[dtype](each.x + stepped(inputs, each, side).by));
  return (ahead as number) - (behind as number);
}
