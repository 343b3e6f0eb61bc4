/** Kernels that move entries and compute nothing. Each returns a copy. */
import { type Shape, sizeOf, stridesOf } from '../../program/shape.js';
import { allocate, NDArray } from '../ndarray.js';

/** The same entries in the same order under another shape. */
export const withShape = (a: NDArray, shape: Shape): NDArray => new NDArray(a.dtype, shape, a.data.slice());

/** Axis i of the result is axis order[i] of `a`. */
export function permuteAxes(a: NDArray, order: readonly number[]): NDArray {
  const strides = stridesOf(a.shape);
  return readStrided(
    a,
    order.map((axis) => a.shape[axis] as number),
    order.map((axis) => strides[axis] as number),
  );
}

/** Repeats `a` along new axes at the front and along axes of size 1. */
export function repeatTo(a: NDArray, shape: Shape): NDArray {
  const strides = stridesOf(a.shape);
  const added = shape.length - a.shape.length;
  // A stride of 0 stays on the same entry: that is the repetition.
  const repeated = shape.map((_, axis) =>
    axis < added || a.shape[axis - added] === 1 ? 0 : (strides[axis - added] as number),
  );
  return readStrided(a, shape, repeated);
}

/** Entry (i, j, …) of the result is entry i·strides[0] + j·strides[1] + … of `a`. */
function readStrided(a: NDArray, shape: Shape, strides: readonly number[]): NDArray {
  const data = allocate(a.dtype, sizeOf(shape));
  const index = shape.map(() => 0);
  let offset = 0;
  for (let i = 0; i < data.length; i++) {
    data[i] = a.data[offset] as number;
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
  return new NDArray(a.dtype, shape, data);
}
