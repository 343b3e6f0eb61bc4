import { formatShape } from '../../case/shape.js';
import { allocate, NDArray } from '../tensor/ndarray.js';

/** f of every entry. */
export function map(a: NDArray, f: (x: number) => number): NDArray {
  const from = a.data;
  const data = allocate(a.dtype, from.length);
  for (let i = 0; i < data.length; i++) data[i] = f(from[i] as number);
  return new NDArray(a.dtype, a.shape, data);
}

/** f of every pair of entries. @throws {RangeError} when the sizes differ: nothing is broadcast here. */
export function zip(a: NDArray, b: NDArray, f: (x: number, y: number) => number): NDArray {
  const left = a.data;
  const right = b.data;
  if (left.length !== right.length) {
    throw new RangeError(
      `expected two arrays of one shape, got ${formatShape(a.shape)} and ${formatShape(b.shape)}; broadcast them first`,
    );
  }
  const data = allocate(a.dtype, left.length);
  for (let i = 0; i < data.length; i++) data[i] = f(left[i] as number, right[i] as number);
  return new NDArray(a.dtype, a.shape, data);
}
