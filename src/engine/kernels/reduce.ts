/**
 * Kernels along axes. A run is the entries to be combined: `entries[start]` to `entries[end - 1]`. Where they are not
 * neighbours, folds that take up one entry after another read them where they are; for others the axes are moved to the end
 * first. Runs are processed in double precision.
 */
import { reduceShape } from '../../case/ops/reduction.js';
import { type Axes, broadcastStrides, normalizeAxes, type Shape, sizeOf } from '../../case/shape.js';
import { allocate, type Entries, NDArray } from '../tensor/ndarray.js';
import { type Accumulation, accumulate, additions, maxima, means, minima, products } from './accumulate.js';
import { fromDoubles } from './doubles.js';
import { permuteAxes } from './movement.js';
import { rowMajor } from './strided.js';

/** One number of a run. */
export type Fold = (entries: Entries, start: number, end: number) => number;

/** Writes a run of `out` from the same run of `entries`. */
export type RunMap = (entries: Entries, start: number, end: number, out: Entries) => void;

/** Reduces each run along the axes to one entry. */
export function reduce(a: NDArray, axes: Axes, keepdims: boolean, fold: Fold): NDArray {
  const shape = reduceShape(a.shape, axes, keepdims, 'reduce');
  const order = axesLast(a, axes);
  const accumulation = accumulations.get(fold);
  if (isIdentity(order)) return foldRuns(a, shape, fold);
  if (accumulation === undefined) return foldRuns(permuteAxes(a, order), shape, fold);
  const kept = reduceShape(a.shape, axes, true, 'reduce');
  return foldWhereTheyAre(a, shape, kept, accumulation);
}

/** Each run of neighbours to one entry. */
function foldRuns({ dtype, data: entries }: NDArray, shape: Shape, fold: Fold): NDArray {
  const data = allocate(dtype, sizeOf(shape));
  const length = entries.length / data.length;
  for (let i = 0; i < data.length; i++) data[i] = fold(entries, i * length, (i + 1) * length);
  return new NDArray(dtype, shape, data);
}

/** Each entry where it is: those of a run meet at one place, in the same order as if they were neighbours. */
function foldWhereTheyAre(a: NDArray, shape: Shape, kept: Shape, accumulation: Accumulation): NDArray {
  const folded = accumulate(
    accumulation,
    a.shape,
    a.data,
    rowMajor(a.shape),
    sizeOf(shape),
    broadcastStrides(kept),
  );
  return fromDoubles(a.dtype, shape, folded);
}

/** Maps each run along the axes to a run of the same length. */
export function mapRuns(a: NDArray, axes: Axes, f: RunMap): NDArray {
  const order = axesLast(a, axes);
  const inPlace = isIdentity(order);
  const moved = inPlace ? a : permuteAxes(a, order);
  const out = allocate(a.dtype, a.data.length);
  const length = normalizeAxes(axes, a.shape.length, 'mapRuns').reduce(
    (product, axis) => product * (a.shape[axis] as number),
    1,
  );
  for (let start = 0; start < out.length; start += length) f(moved.data, start, start + length, out);
  const mapped = new NDArray(a.dtype, moved.shape, out);
  return inPlace ? mapped : permuteAxes(mapped, inverseOf(order));
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

/** 0 for no entries. */
export const sum: Fold = (entries, start, end) => {
  let total = 0;
  for (let i = start; i < end; i++) total += entries[i] as number;
  return total;
};

/** NaN for no entries. */
export const average: Fold = (entries, start, end) => sum(entries, start, end) / (end - start);

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

/** The folds that take up one entry after another. */
const accumulations: ReadonlyMap<Fold, Accumulation> = new Map([
  [sum, additions],
  [average, means],
  [product, products],
  [largest, maxima],
  [smallest, minima],
]);

/** Whether an entry is the extreme of its run, as 1 or 0; if the extreme is NaN, the NaN entries are. */
export const isExtreme = (entry: number, extreme: number): number =>
  Number(entry === extreme || (Number.isNaN(entry) && Number.isNaN(extreme)));

/** The sum of the squared distances from the mean; the mean is taken first, so that nothing large cancels. */
export const squaredDeviations: Fold = (entries, start, end) => {
  const mean = average(entries, start, end);
  let total = 0;
  for (let i = start; i < end; i++) total += ((entries[i] as number) - mean) ** 2;
  return total;
};

/** The variance of a run: its squared deviations divided by N − correction. */
export const varianceWith =
  (correction: number): Fold =>
  (entries, start, end) =>
    squaredDeviations(entries, start, end) / (end - start - correction);
