/** Kernels that read and write at the places of an index. */
import { normalizeAxis, type Shape, sizeOf, stridesOf } from '../../case/shape.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import { walk } from './walk.js';

/** Where to read in an array: entry (i, j, …) takes its coordinate along the axis from the index. */
export interface Places {
  readonly axis: number;
  readonly index: readonly number[];
  readonly indexShape: Shape;
}

/** The entries at these places. */
export function readAt(a: NDArray, places: Places): NDArray {
  const data = allocate(a.dtype, sizeOf(places.indexShape));
  visitPlaces(a.shape, places, (entry, offset) => {
    data[entry] = a.data[offset] as number;
  });
  return new NDArray(a.dtype, places.indexShape, data);
}

/** The base with the entries of `a` added at these places; where several meet, their sum. */
export function addAt(base: NDArray, a: NDArray, places: Places): NDArray {
  const sums = Float64Array.from(base.data); // in double, whatever the dtype
  visitPlaces(base.shape, places, (entry, offset) => {
    sums[offset] = (sums[offset] as number) + (a.data[entry] as number);
  });
  const data = allocate(base.dtype, sums.length);
  data.set(sums);
  return new NDArray(base.dtype, base.shape, data);
}

function visitPlaces(
  shape: Shape,
  { axis, index, indexShape }: Places,
  visit: (entry: number, offset: number) => void,
): void {
  const along = normalizeAxis(axis, shape.length, 'gather');
  const strides = stridesOf(shape);
  const stride = strides[along] as number;
  // Along the axis itself the index says where to go.
  walk(indexShape, strides.with(along, 0), 0, (entry, offset) => {
    visit(entry, offset + (index[entry] as number) * stride);
  });
}
