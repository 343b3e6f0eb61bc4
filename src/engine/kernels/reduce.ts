/**
 * Kernels along axes. The axes are moved to the end first, so that entries to be combined are one run of neighbours:
 * `entries[start]` to `entries[end - 1]`. Runs are processed in double precision.
 */
import { reduceShape } from '../../case/ops/reduction.js';
import { type Axes, normalizeAxes, sizeOf } from '../../case/shape.js';
import { allocate, type Entries, NDArray } from '../tensor/ndarray.js';
import { permuteAxes } from './movement.js';

/** One number of a run. */
export type Fold = (entries: Entries, start: number, end: number) => number;

/** Writes a run of `out` from the same run of `entries`. */
export type RunMap = (entries: Entries, start: number, end: number, out: Entries) => void;

/** Reduces each run along the axes to one entry. */
export function reduce(a: NDArray, axes: Axes, keepdims: boolean, fold: Fold): NDArray {
  const shape = reduceShape(a.shape, axes, keepdims, 'reduce');
  const data = allocate(a.dtype, sizeOf(shape));
  const order = axesLast(a, axes);
  const entries = isIdentity(order) ? a.data : permuteAxes(a, order).data;
  const length = entries.length / data.length;
  for (let i = 0; i < data.length; i++) data[i] = fold(entries, i * length, (i + 1) * length);
  return new NDArray(a.dtype, shape, data);
}

/** Maps each run along the axes to a run of the same length. */
export function mapRuns(a: NDArray, axes: Axes, f: RunMap): NDArray {
  const order = axesLast(a, axes);
  const moved = permuteAxes(a, order);
  const out = allocate(a.dtype, a.data.length);
  const length = normalizeAxes(axes, a.shape.length, 'mapRuns').reduce(
    (product, axis) => product * (a.shape[axis] as number),
    1,
  );
  for (let start = 0; start < out.length; start += length) f(moved.data, start, start + length, out);
  return permuteAxes(new NDArray(a.dtype, moved.shape, out), inverseOf(order));
}

/** The permutation that undoes another. */
export function inverseOf(order: readonly number[]): number[] {
  const inverse = new Array<number>(order.length);
  order.forEach((axis, position) => {
    inverse[axis] = position;
  });
  return inverse;
}

function axesLast(a: NDArray, axes: Axes): number[] {
  const last = normalizeAxes(axes, a.shape.length, 'reduce');
  const first = a.shape.map((_, axis) => axis).filter((axis) => !last.includes(axis));
  return [...first, ...last];
}

const isIdentity = (order: readonly number[]): boolean => order.every((axis, position) => axis === position);

export const sum: Fold = (entries, start, end) => {
  let total = 0;
  for (let i = start; i < end; i++) total += entries[i] as number;
  return total;
};

export const product: Fold = (entries, start, end) => {
  let total = 1;
  for (let i = start; i < end; i++) total *= entries[i] as number;
  return total;
};

/** −∞ for no entries; NaN if one is NaN. */
export const largest: Fold = (entries, start, end) => {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i++) max = Math.max(max, entries[i] as number);
  return max;
};

/** ∞ for no entries; NaN if one is NaN. */
export const smallest: Fold = (entries, start, end) => {
  let min = Number.POSITIVE_INFINITY;
  for (let i = start; i < end; i++) min = Math.min(min, entries[i] as number);
  return min;
};

/** Whether an entry is the extreme of its run, as 1 or 0; if the extreme is NaN, the NaN entries are. */
export const isExtreme = (entry: number, extreme: number): number =>
  Number(entry === extreme || (Number.isNaN(entry) && Number.isNaN(extreme)));

/** The sum of the squared distances from the mean; the mean is taken first, so that nothing large cancels. */
export const squaredDeviations: Fold = (entries, start, end) => {
  const average = sum(entries, start, end) / (end - start);
  let total = 0;
  for (let i = start; i < end; i++) total += ((entries[i] as number) - average) ** 2;
  return total;
};

/** The variance of a run: its squared deviations divided by N − correction. */
export const varianceWith =
  (correction: number): Fold =>
  (entries, start, end) =>
    squaredDeviations(entries, start, end) / (end - start - correction);
