/** Shapes of ops that join arrays and cut them apart. */
import { formatShape, normalizeAxis, type Shape, ShapeError, sameShape } from './shape.js';

const without = (shape: Shape, axis: number): Shape => shape.filter((_, other) => other !== axis);

/** Arrays of one shape side by side along a new axis. */
export function stackShape(shapes: readonly Shape[], axis: number): Shape {
  const first = shapes[0] as Shape;
  const odd = shapes.find((shape) => !sameShape(shape, first));
  if (odd !== undefined) {
    throw new ShapeError(
      `stack: all arrays must have one shape, got ${formatShape(first)} and ${formatShape(odd)}; ` +
        'concat joins arrays that differ along an axis',
    );
  }
  return first.toSpliced(normalizeAxis(axis, first.length + 1, 'stack'), 0, shapes.length);
}

/** Arrays one after another along an axis that they have; their other sizes are equal. */
export function concatShape(shapes: readonly Shape[], axis: number): Shape {
  const first = shapes[0] as Shape;
  const along = normalizeAxis(axis, first.length, 'concat');
  const fits = (shape: Shape) =>
    shape.length === first.length && sameShape(without(shape, along), without(first, along));
  const odd = shapes.find((shape) => !fits(shape));
  if (odd !== undefined) {
    throw new ShapeError(
      `concat: shapes ${formatShape(first)} and ${formatShape(odd)} do not join along axis ${axis}; ` +
        'all sizes but that of the axis must be equal',
    );
  }
  return first.with(
    along,
    shapes.reduce((sum, shape) => sum + (shape[along] as number), 0),
  );
}

/** One piece of an array that is cut apart along an axis; the axis is gone. */
export function splitShape(shape: Shape, axis: number, index: number): Shape {
  const along = normalizeAxis(axis, shape.length, 'split');
  const count = shape[along] as number;
  if (!(Number.isInteger(index) && index >= 0 && index < count)) {
    throw new ShapeError(
      `split: there is no piece ${index}; shape ${formatShape(shape)} has ${count} pieces along axis ${axis}, ` +
        'counted from 0',
    );
  }
  return without(shape, along);
}
