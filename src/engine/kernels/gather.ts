/** Kernels that read and write at the places of an index. */
import { normalizeAxis, type Shape, stridesOf } from '../../case/shape.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import { fromDoubles } from './doubles.js';
import { axesOf, type Pass, runPass } from './strided.js';

/** Where to read in an array: entry (i, j, …) takes its coordinate along the axis from the index. */
export interface Places {
  readonly axis: number;
  readonly index: readonly number[];
  readonly indexShape: Shape;
}

/** The entries at these places. */
export function readAt(a: NDArray, places: Places): NDArray {
  const offsets = offsetsOf(a.shape, places);
  const data = allocate(a.dtype, offsets.length);
  for (let k = 0; k < data.length; k++) data[k] = a.data[offsets[k] as number] as number;
  return new NDArray(a.dtype, places.indexShape, data);
}

/** The rows of a matrix that the indices name. */
export function readRows(a: NDArray, indices: readonly number[]): NDArray {
  const width = a.shape[1] as number;
  const data = allocate(a.dtype, indices.length * width);
  indices.forEach((row, k) => {
    data.set(a.data.subarray(row * width, (row + 1) * width), k * width);
  });
  return new NDArray(a.dtype, [indices.length, width], data);
}

/** The base with the entries of `a` added at these places; where several meet, their sum. */
export function addAt(base: NDArray, a: NDArray, places: Places): NDArray {
  const sums = new Float64Array(base.data); // in double, whatever the dtype
  const offsets = offsetsOf(base.shape, places);
  for (let k = 0; k < offsets.length; k++) {
    const at = offsets[k] as number;
    sums[at] = (sums[at] as number) + (a.data[k] as number);
  }
  return fromDoubles(base.dtype, base.shape, sums);
}

/** Where each entry of the index points to. */
function offsetsOf(shape: Shape, { axis, index, indexShape }: Places): Float64Array {
  const along = normalizeAxis(axis, shape.length, 'gather');
  const strides = stridesOf(shape);
  const stride = strides[along] as number;
  const offsets = new Float64Array(index);
  // Along the axis itself the index says where to go.
  const axes = axesOf(indexShape, strides.with(along, 0), stridesOf(indexShape));
  runPass(
    axes,
    [offsets, 0],
    [offsets, 0],
    () => (pass, offset, entry) => point(pass, offset, entry, stride),
  );
  return offsets;
}

/** Makes offsets of the index along two axes. */
function point({ target, outer, inner }: Pass, offset: number, entry: number, stride: number): void {
  for (let i = 0; i < outer.size; i++) {
    let to = entry + i * outer.to;
    let from = offset + i * outer.from;
    for (let j = 0; j < inner.size; j++, to += inner.to, from += inner.from) {
      target[to] = from + (target[to] as number) * stride;
    }
  }
}
