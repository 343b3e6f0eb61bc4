/** Arrays as plain data: what a Case carries, and what an implementation returns. */
import { formatShape, type Shape, sizeOf } from './shape.js';

export const dtypes = ['float64', 'float32'] as const;
export type DType = (typeof dtypes)[number];

export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** Row-major entries. Those of a float32 tensor are float32 numbers, held exactly in doubles. */
export interface TensorData extends TensorType {
  readonly data: readonly number[];
}

/** Half the distance from 1 to the next number: the largest relative error of one rounding. */
export const unitRoundoff: Readonly<Record<DType, number>> = { float64: 2 ** -53, float32: 2 ** -24 };

/** The smallest normal number: results below it may be flushed to zero. */
export const smallestNormal: Readonly<Record<DType, number>> = { float64: 2 ** -1022, float32: 2 ** -126 };

/**
 * Tensor data with its entries rounded to the dtype.
 * @throws {RangeError} when the number of entries is not the shape's.
 */
export function tensorData(dtype: DType, shape: Shape, data: readonly number[]): TensorData {
  if (data.length !== sizeOf(shape)) {
    throw new RangeError(
      `expected ${sizeOf(shape)} entries for shape ${formatShape(shape)}, got ${data.length}`,
    );
  }
  return { dtype, shape, data: dtype === 'float32' ? data.map(Math.fround) : data };
}

/** The shortest decimal that rounds to this number in its dtype: 0.1 rather than 0.10000000149011612. */
export function formatNumber(value: number, dtype: DType = 'float64'): string {
  if (Object.is(value, -0)) return '-0';
  if (dtype === 'float32' && Number.isFinite(value)) {
    for (let digits = 1; digits < 10; digits++) {
      const short = Number(value.toPrecision(digits));
      if (Math.fround(short) === value) return String(short);
    }
  }
  return String(value);
}

/** Nested brackets, as NumPy lists an array: `[[1, 2], [3, 4]]`. A 0-d array is its number alone. */
export function formatTensor(tensor: TensorData): string {
  const format = (axis: number, start: number, count: number): string => {
    if (axis === tensor.shape.length) return formatNumber(tensor.data[start] ?? Number.NaN, tensor.dtype);
    const size = tensor.shape[axis] as number;
    const step = size === 0 ? 0 : count / size;
    return `[${Array.from({ length: size }, (_, i) => format(axis + 1, start + i * step, step)).join(', ')}]`;
  };
  return format(0, 0, tensor.data.length);
}
