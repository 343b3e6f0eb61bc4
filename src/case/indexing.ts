/** Shapes of ops that pick entries out of an array, or spread them out. */
import { at } from './at.js';
import {
  type Axes,
  broadcastShapes,
  formatShape,
  normalizeAxes,
  normalizeAxis,
  type Shape,
  ShapeError,
  sameShape,
  sizeOf,
} from './shape.js';

/** For each axis, how many zeros stand before and after; a negative number takes entries away. */
export type Padding = readonly (readonly [before: number, after: number])[];

/** For each axis, where a slice starts or stops; `null` for the end at which it would start or stop anyway. */
export type Bounds = readonly (number | null)[];

/** What a slice reads along one axis: `first`, `first + step`, …, `count` entries in all. */
export interface Run {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

function checkPerAxis(list: readonly unknown[], shape: Shape, what: string): void {
  if (list.length === shape.length) return;
  throw new ShapeError(
    `${what} names ${list.length} axes, but shape ${formatShape(shape)} has ${shape.length}; name every axis`,
  );
}

/** The axes, once it is certain that the dilation is a number of zeros. */
function dilatedAxes(shape: Shape, axes: Axes, dilation: number, op: string): Set<number> {
  if (!Number.isInteger(dilation) || dilation < 0) {
    throw new ShapeError(
      `${op}: the dilation counts the zeros after each entry: an integer ≥ 0, got ${dilation}`,
    );
  }
  return new Set(normalizeAxes(axes, shape.length, op));
}

/** `dilation` zeros follow every entry along the axes. */
export function dilateShape(shape: Shape, axes: Axes, dilation: number): Shape {
  const chosen = dilatedAxes(shape, axes, dilation, 'dilate');
  return shape.map((size, axis) => (chosen.has(axis) ? size * (dilation + 1) : size));
}

/** Of every `dilation + 1` entries along the axes the first is left. */
export function undilateShape(shape: Shape, axes: Axes, dilation: number): Shape {
  const chosen = dilatedAxes(shape, axes, dilation, 'undilate');
  return shape.map((size, axis) => (chosen.has(axis) ? Math.ceil(size / (dilation + 1)) : size));
}

export function padShape(shape: Shape, padding: Padding): Shape {
  checkPerAxis(padding, shape, 'pad: the padding');
  return shape.map((size, axis) => {
    const [before, after] = padding[axis] as readonly [number, number];
    if (size + before + after >= 0) return size + before + after;
    throw new ShapeError(
      `pad: padding (${before}, ${after}) takes more than the ${size} entries of axis ${axis} of shape ${formatShape(shape)}`,
    );
  });
}

/** The entries that a slice reads, axis by axis, with Python's rules for bounds that are negative or too large. */
export function runsOf(
  shape: Shape,
  { starts, stops, steps }: { starts: Bounds; stops: Bounds; steps: readonly number[] },
): Run[] {
  for (const [list, what] of [
    [starts, 'starts'],
    [stops, 'stops'],
    [steps, 'steps'],
  ] as const) {
    checkPerAxis(list, shape, `slice: ${what}`);
  }
  return shape.map((size, axis) =>
    runAlong(size, starts[axis] ?? null, stops[axis] ?? null, at(steps, axis)),
  );
}

function runAlong(size: number, start: number | null, stop: number | null, step: number): Run {
  if (step === 0)
    throw new ShapeError('slice: a step of 0 goes nowhere; use 1 for every entry, -1 for backwards');
  const [least, most] = step > 0 ? [0, size] : [-1, size - 1];
  const bound = (given: number | null, otherwise: number): number =>
    given === null ? otherwise : Math.max(least, Math.min(most, given < 0 ? given + size : given));
  const first = bound(start, step > 0 ? least : most);
  const end = bound(stop, step > 0 ? most : least);
  const count = Math.max(0, Math.ceil((end - first) / step));
  return count === 0 ? { first: 0, step, count } : { first, step, count };
}

/** The axes of size 1 to drop; all of them for `null`. */
function squeezedAxes(shape: Shape, axes: Axes): number[] {
  if (axes === null) return shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  const chosen = normalizeAxes(axes, shape.length, 'squeeze');
  const wide = chosen.find((axis) => shape[axis] !== 1);
  if (wide === undefined) return chosen;
  throw new ShapeError(
    `squeeze: axis ${wide} of shape ${formatShape(shape)} has size ${shape[wide]}; only axes of size 1 can be dropped`,
  );
}

export function squeezeShape(shape: Shape, axes: Axes): Shape {
  const dropped = squeezedAxes(shape, axes);
  return shape.filter((_, axis) => !dropped.includes(axis));
}

/** Axes of size 1 are put in, at these places of the result. */
export function unsqueezeShape(shape: Shape, axes: readonly number[]): Shape {
  const added = new Set(normalizeAxes(axes, shape.length + axes.length, 'unsqueeze'));
  const sizes = [...shape];
  return Array.from({ length: shape.length + axes.length }, (_, axis) =>
    added.has(axis) ? 1 : (sizes.shift() as number),
  );
}

/** As broadcast_to, but a size of -1 stays as it is. */
export function expandShape(from: Shape, to: readonly number[]): Shape {
  const added = to.length - from.length;
  const shape = to.map((size, axis) => (size === -1 && axis >= added ? at(from, axis - added) : size));
  const fits = added >= 0 && shape.every((size) => size >= 0);
  if (fits && sameShape(broadcastShapes(from, shape, 'expand'), shape)) return shape;
  throw new ShapeError(
    `expand: shape ${formatShape(from)} does not expand to ${formatShape(to)}; counted from the right, each size must be ` +
      'equal, 1, or -1 to stay as it is, and no axis may be dropped',
  );
}

function checkIndices(index: readonly number[], size: number, what: string): void {
  const bad = index.find((at) => !(Number.isInteger(at) && at >= 0 && at < size));
  if (bad === undefined) return;
  throw new ShapeError(`${what} ${bad} is outside 0 … ${size - 1}`);
}

function checkCount(index: readonly number[], shape: Shape, what: string): void {
  if (index.length === sizeOf(shape)) return;
  throw new ShapeError(
    `${what} of shape ${formatShape(shape)} has ${sizeOf(shape)} entries, got ${index.length}`,
  );
}

/** Entry (i, j, …) of the result is read where the index, put in place of the axis' own coordinate, points. */
export function gatherShape(shape: Shape, axis: number, index: readonly number[], indexShape: Shape): Shape {
  const along = normalizeAxis(axis, shape.length, 'gather');
  const fits =
    indexShape.length === shape.length &&
    indexShape.every((size, other) => other === along || size <= at(shape, other));
  if (!fits) {
    throw new ShapeError(
      `gather: an index of shape ${formatShape(indexShape)} does not fit shape ${formatShape(shape)}; the ranks must be ` +
        `equal, and only along axis ${axis} may the index be longer`,
    );
  }
  checkCount(index, indexShape, 'gather: an index');
  checkIndices(index, at(shape, along), 'gather: index');
  return indexShape;
}

/** Entry (i, j, …) of the source is added where the index, put in place of the axis' own coordinate, points. */
export function scatterAddShape(base: Shape, source: Shape, axis: number, index: readonly number[]): Shape {
  const along = normalizeAxis(axis, base.length, 'scatter_add');
  const fits =
    source.length === base.length &&
    source.every((size, other) => other === along || size <= at(base, other));
  if (!fits) {
    throw new ShapeError(
      `scatter_add: a source of shape ${formatShape(source)} does not fit a base of shape ${formatShape(base)}; the ranks ` +
        `must be equal, and only along axis ${axis} may the source be longer`,
    );
  }
  checkCount(index, source, 'scatter_add: the index for a source');
  checkIndices(index, at(base, along), 'scatter_add: index');
  return base;
}

/** One row for each index, each of the shape of a row of the base. */
export function indexPutShape(base: Shape, rows: Shape, indices: readonly number[]): Shape {
  if (base.length === 0) throw new ShapeError('index_put: a 0-d base has no rows; give it one axis at least');
  const expected = [indices.length, ...base.slice(1)];
  if (!sameShape(rows, expected)) {
    throw new ShapeError(
      `index_put: ${indices.length} indices into a base of shape ${formatShape(base)} need rows of shape ` +
        `${formatShape(expected)}, got ${formatShape(rows)}`,
    );
  }
  checkIndices(indices, at(base, 0), 'index_put: index');
  const twice = indices.find((index, place) => indices.indexOf(index) < place);
  if (twice !== undefined) {
    throw new ShapeError(
      `index_put: index ${twice} stands there twice, so that two rows would take one place; use scatter_add to add them`,
    );
  }
  return base;
}

/** One row of the (V, D) weight for each index. */
export function embeddingShape(weight: Shape, indices: readonly number[], indicesShape: Shape): Shape {
  if (weight.length !== 2) {
    throw new ShapeError(
      `embedding: the weight must have the shape (rows, row length), got ${formatShape(weight)}`,
    );
  }
  checkCount(indices, indicesShape, 'embedding: an array of indices');
  checkIndices(indices, at(weight, 0), 'embedding: index');
  return [...indicesShape, at(weight, 1)];
}
