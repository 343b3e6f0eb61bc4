import type { Shape } from '../../case/shape.js';
import type { DType } from '../../case/tensor-data.js';

export type Entries = Float64Array | Float32Array;

/** Numbers and their shape, row-major and without strides. Kernels never write to their arguments. */
export class NDArray {
  constructor(
    readonly dtype: DType,
    readonly shape: Shape,
    readonly data: Entries,
  ) {}
}

/** Zeros. Writing to a float32 array rounds, so every kernel computes in double precision and rounds once. */
export const allocate = (dtype: DType, size: number): Entries =>
  dtype === 'float64' ? new Float64Array(size) : new Float32Array(size);

/** The entries as plain numbers (a copy); several times faster than Array.from. */
export function listOf(data: Entries): number[] {
  const list = new Array<number>(data.length);
  for (let k = 0; k < list.length; k++) list[k] = data[k] as number;
  return list;
}
