import { type Shape, sizeOf } from '../../case/shape.js';

/** Visits the entries of an array of this shape in order, each with its offset start + i·strides[0] + … . */
export function walk(
  shape: Shape,
  strides: readonly number[],
  start: number,
  visit: (entry: number, offset: number) => void,
): void {
  const size = sizeOf(shape);
  const index = shape.map(() => 0);
  let offset = start;
  for (let i = 0; i < size; i++) {
    visit(i, offset);
    // Count up like an odometer: an axis that is full starts again, and the next one to its left moves on.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] as number) + 1;
      const stride = strides[axis] as number;
      offset += stride;
      if (next < (shape[axis] as number)) {
        index[axis] = next;
        break;
      }
      offset -= stride * next;
      index[axis] = 0;
    }
  }
}
