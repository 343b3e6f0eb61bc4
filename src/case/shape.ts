/**
 * Shapes and axes, with NumPy's rules. A shape is a list of sizes; a 0-d array has the shape `[]`.
 */

/** Sizes, the outermost axis first. */
export type Shape = readonly number[];

/** Axes as NumPy takes them: one, several (negative and unordered are fine), or `null` for all. */
export type Axes = number | readonly number[] | null;

/** Shapes that an op cannot take. The message names both shapes and the rule that failed. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** A shape as NumPy prints it: `()`, `(3,)`, `(2, 3)`. */
export const formatShape = (shape: Shape): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;

/** The number of entries of an array of this shape. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** Whether two shapes have the same sizes in the same order. */
export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

/** Row-major strides, counted in entries. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] as number;
  }
  return strides;
}

/** The same for an operand that is broadcast: along an axis of size 1 it is read again and again. */
export const broadcastStrides = (shape: Shape): number[] =>
  stridesOf(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride));

/** The multi-index of a row-major position: position 4 of shape (2, 3) is [1, 1]. */
export function indexOf(position: number, shape: Shape): number[] {
  return stridesOf(shape).map((stride, axis) => Math.floor(position / stride) % (shape[axis] as number));
}

/** One axis counted from the front. @throws {ShapeError} outside `-rank … rank - 1`. */
export function normalizeAxis(axis: number, rank: number, op: string): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    const range = rank === 0 ? 'a 0-d array has no axes' : `expected an integer from ${-rank} to ${rank - 1}`;
    throw new ShapeError(`${op}: axis ${axis} is out of range for rank ${rank}; ${range}`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** Axes counted from the front, in ascending order. @throws {ShapeError} on a repeated axis. */
export function normalizeAxes(axes: Axes, rank: number, op: string): number[] {
  if (axes === null) return allAxes(rank);
  if (typeof axes === 'number') return [normalizeAxis(axes, rank, op)];
  const normal = axes.map((axis) => normalizeAxis(axis, rank, op)).sort((a, b) => a - b);
  if (normal.some((axis, at) => axis === normal[at + 1])) {
    throw new ShapeError(`${op}: axes ${formatShape(axes)} name the same axis twice; name each axis once`);
  }
  return normal;
}

/** 0, 1, …, rank - 1. */
export function allAxes(rank: number): number[] {
  const axes: number[] = [];
  for (let axis = 0; axis < rank; axis++) axes.push(axis);
  return axes;
}

/**
 * NumPy broadcasting: shapes are aligned at the right, and sizes must be equal or 1.
 * @throws {ShapeError} naming both shapes and the sizes that clash.
 */
export function broadcastShapes(a: Shape, b: Shape, op: string): Shape {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  return allAxes(rank).map((axis) => {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new ShapeError(
        `${op}: shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast; counted from the right, ` +
          `sizes must be equal or 1, and ${sizeA} meets ${sizeB}`,
      );
    }
    return sizeA === 1 ? sizeB : sizeA;
  });
}

/** The axes of `to` along which an array of shape `from` is repeated by `broadcast_to`. */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const added = to.length - from.length;
  return to.flatMap((size, axis) => (axis < added || (from[axis - added] === 1 && size !== 1) ? [axis] : []));
}
