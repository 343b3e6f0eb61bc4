/** Arrays as plain data: what a Case carries, and what an implementation returns. */
import { type Half, halfFromBits, halfToBits, roundToHalf } from './half.js';
import { formatShape, type Shape, sizeOf } from './shape.js';

export const dtypes = ['float64', 'float32', 'float16', 'bfloat16'] as const;
/** The number format of a tensor's entries. */
export type DType = (typeof dtypes)[number];

/** What is known of an array without its entries. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** Row-major entries: numbers of the dtype, held exactly in doubles. */
export interface TensorData extends TensorType {
  readonly data: readonly number[];
  /**
   * How far apart the entries next to each other along each axis should lie in memory, counted in entries. For
   * implementations that can lay out an array so; others may ignore it. Default: row-major, without gaps.
   */
  readonly strides?: readonly number[];
}

/** Half the distance from 1 to the next number: the largest relative error of one rounding. */
export const unitRoundoff: Readonly<Record<DType, number>> = {
  float64: 2 ** -53,
  float32: 2 ** -24,
  float16: 2 ** -11,
  bfloat16: 2 ** -8,
};

/** The smallest normal number: results below it may be flushed to zero. */
export const smallestNormal: Readonly<Record<DType, number>> = {
  float64: 2 ** -1022,
  float32: 2 ** -126,
  float16: 2 ** -14,
  bfloat16: 2 ** -126,
};

/** The largest finite number. */
export const largestFinite: Readonly<Record<DType, number>> = {
  float64: Number.MAX_VALUE,
  float32: (2 - 2 ** -23) * 2 ** 127,
  float16: 65504,
  bfloat16: (2 - 2 ** -7) * 2 ** 127,
};

/** The nearest number of a dtype, a tie to the even one. */
export const roundTo: Readonly<Record<DType, (value: number) => number>> = {
  float64: (value) => value,
  float32: Math.fround,
  float16: (value) => roundToHalf('float16', value),
  bfloat16: (value) => roundToHalf('bfloat16', value),
};

/** How a dtype's numbers lie in memory, little-endian. */
interface Bytes {
  readonly width: number;
  read(view: DataView, at: number): number;
  write(view: DataView, at: number, value: number): void;
}

const twoBytes = (dtype: Half): Bytes => ({
  width: 2,
  read: (view, at) => halfFromBits(dtype, view.getUint16(at, true)),
  write: (view, at, value) => view.setUint16(at, halfToBits(dtype, value), true),
});

export const bytesOf: Readonly<Record<DType, Bytes>> = {
  float64: {
    width: 8,
    read: (view, at) => view.getFloat64(at, true),
    write: (view, at, value) => view.setFloat64(at, value, true),
  },
  float32: {
    width: 4,
    read: (view, at) => view.getFloat32(at, true),
    write: (view, at, value) => view.setFloat32(at, value, true),
  },
  float16: twoBytes('float16'),
  bfloat16: twoBytes('bfloat16'),
};

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
  return { dtype, shape, data: dtype === 'float64' ? data : data.map(roundTo[dtype]) };
}

/** The shortest decimal that rounds to this number in its dtype: 0.1 rather than 0.10000000149011612. */
export function formatNumber(value: number, dtype: DType = 'float64'): string {
  if (Object.is(value, -0)) return '-0';
  if (dtype !== 'float64' && Number.isFinite(value)) {
    for (let digits = 1; digits < 10; digits++) {
      const short = Number(value.toPrecision(digits));
      if (roundTo[dtype](short) === value) return String(short);
    }
  }
  return String(value);
}

/** As NumPy does by default, larger arrays are printed without the middles of their axes. */
const mostPrinted = 1000;
const ends = 3;

/**
 * Nested brackets, as NumPy lists an array: `[[1, 2], [3, 4]]`. A 0-d array is its number alone. Of more than 1,000 entries,
 * the first and the last three along each axis: `[1, 2, 3, …, 8, 9, 10]`.
 */
export function formatTensor(tensor: TensorData): string {
  const { shape, data, dtype } = tensor;
  const shortened = data.length > mostPrinted;
  const format = (axis: number, start: number, count: number): string => {
    if (axis === shape.length) return formatNumber(data[start] ?? Number.NaN, dtype);
    const size = shape[axis] as number;
    const step = size === 0 ? 0 : count / size;
    const listed = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => format(axis + 1, start + (from + i) * step, step));
    if (!shortened || size <= 2 * ends) return `[${listed(0, size).join(', ')}]`;
    return `[${[...listed(0, ends), '…', ...listed(size - ends, size)].join(', ')}]`;
  };
  return format(0, 0, data.length);
}
