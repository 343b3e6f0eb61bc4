import type { Shape } from '../../case/shape.js';
import { type DType, roundTo } from '../../case/tensor-data.js';
import { float32s, float64s } from './memory.js';

/** Entries in memory: float16 and bfloat16 have no array of their own, and are kept rounded in doubles. */
export type Entries = Float64Array | Float32Array;

/**
 * Numbers and their shape, row-major and without strides. Kernels never write to their arguments. They compute in
 * double precision, but for products of float32 matrices, which add in float32; and what they computed is rounded to the
 * dtype once: by a float32 array as it is written to, and here for float16 and bfloat16, of which no array exists.
 */
export class NDArray {
  constructor(
    readonly dtype: DType,
    readonly shape: Shape,
    readonly data: Entries,
  ) {
    roundHalf(data, dtype);
  }
}

/** Of memory. */
export const bytesPerEntry = (dtype: DType): number => (dtype === 'float32' ? 4 : 8);

/** Zeros. */
export const allocate = (dtype: DType, size: number): Entries =>
  dtype === 'float32' ? float32s(size) : float64s(size);

/** Rounds entries in place that their array does not round. */
export function roundHalf(data: Entries, dtype: DType): void {
  if (dtype === 'float64' || dtype === 'float32') return;
  const round = roundTo[dtype];
  for (let k = 0; k < data.length; k++) data[k] = round(data[k] as number);
}

/** The entries as plain numbers (a copy); several times faster than Array.from. */
export function listOf(data: Entries): number[] {
  const list = new Array<number>(data.length);
  for (let k = 0; k < list.length; k++) list[k] = data[k] as number;
  return list;
}
