/** Kernels that only move entries. Each returns a copy. */
import type { Run } from '../../case/indexing.js';
import { type Shape, sizeOf, stridesOf } from '../../case/shape.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import { copyStrided } from './copy.js';
import { repeatedStrides, rowMajor } from './strided.js';

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
  return readStrided(a, shape, repeatedStrides(a.shape, shape.length));
}

/** The entries that the runs select, one run per axis. */
export function readRuns(a: NDArray, runs: readonly Run[]): NDArray {
  const { strides, start } = stridesOfRuns(a.shape, runs);
  return readStrided(
    a,
    runs.map(({ count }) => count),
    strides,
    start,
  );
}

/** A larger array with the entries of `a` at the places that the runs select, one run per axis; zeros elsewhere. */
export function writeRuns(a: NDArray, shape: Shape, runs: readonly Run[]): NDArray {
  const { strides, start } = stridesOfRuns(shape, runs);
  const data = allocate(a.dtype, sizeOf(shape));
  copyStrided(a.shape, a.data, rowMajor(a.shape), data, { start, strides });
  return new NDArray(a.dtype, shape, data);
}

function stridesOfRuns(shape: Shape, runs: readonly Run[]): { strides: number[]; start: number } {
  const whole = stridesOf(shape);
  return {
    strides: runs.map(({ step }, axis) => step * (whole[axis] as number)),
    start: runs.reduce((sum, { first }, axis) => sum + first * (whole[axis] as number), 0),
  };
}

/** Arrays one after another along an axis; `shape` is that of the result. */
export function joinAlong(arrays: readonly NDArray[], axis: number, shape: Shape): NDArray {
  const { dtype } = arrays[0] as NDArray;
  const data = allocate(dtype, sizeOf(shape));
  const blocks = sizeOf(shape.slice(0, axis));
  const apart = data.length / blocks;
  let start = 0;
  for (const array of arrays) {
    const length = array.data.length / blocks;
    const from = { start: 0, strides: [length, 1] };
    copyStrided([blocks, length], array.data, from, data, { start, strides: [apart, 1] });
    start += length;
  }
  return new NDArray(dtype, shape, data);
}

/** Entry (i, j, …) of the result is entry start + i·strides[0] + j·strides[1] + … of `a`. */
function readStrided(a: NDArray, shape: Shape, strides: readonly number[], start = 0): NDArray {
  const data = allocate(a.dtype, sizeOf(shape));
  copyStrided(shape, a.data, { start, strides }, data, rowMajor(shape));
  return new NDArray(a.dtype, shape, data);
}
