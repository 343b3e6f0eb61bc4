/** Nested arrays of numbers, as people write them: `[[1, 2], [3, 4]]`, or one number for a 0-d tensor. */
import { type Shape, ShapeError } from '../../case/shape.js';

/** Nested arrays of numbers, as people write them, or one number for a 0-d tensor. */
export type Nested = number | readonly Nested[];

/** The shape of nested arrays, read off their first entries. */
function shapeOf(values: Nested): Shape {
  const shape: number[] = [];
  let level: Nested | undefined = values;
  while (Array.isArray(level)) {
    shape.push(level.length);
    level = level[0] as Nested | undefined;
  }
  return shape;
}

/** The entries in row-major order, and the shape. @throws {ShapeError} at the first entry that does not fit. */
export function flatten(values: Nested): { readonly shape: Shape; readonly entries: number[] } {
  const shape = shapeOf(values);
  const entries: number[] = [];
  const visit = (value: Nested, axis: number, path: string): void => {
    const size = shape[axis];
    if (size === undefined) {
      if (typeof value !== 'number') throw raggedError(path, 'a number', value);
      entries.push(value);
      return;
    }
    if (!Array.isArray(value) || value.length !== size) throw raggedError(path, `an array of ${size}`, value);
    value.forEach((entry, index) => {
      visit(entry, axis + 1, `${path}[${index}]`);
    });
  };
  visit(values, 0, 'values');
  return { shape, entries };
}

function raggedError(path: string, expected: string, value: unknown): ShapeError {
  const got = Array.isArray(value) ? `an array of ${value.length}` : `${typeof value} ${String(value)}`;
  return new ShapeError(
    `tensor: expected ${expected} at ${path}, as the first entries have it, got ${got}; ` +
      'nested arrays must have the same lengths throughout',
  );
}

/** The inverse of `flatten`. */
export function nest(entries: ArrayLike<number>, shape: Shape): Nested {
  let position = 0;
  const build = (axis: number): Nested => {
    if (axis === shape.length) return entries[position++] as number;
    return Array.from({ length: shape[axis] as number }, () => build(axis + 1));
  };
  return build(0);
}
