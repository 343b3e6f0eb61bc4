import { sizeOf, stridesOf } from '../../case/shape.js';
import { poolShape } from '../../case/windows.js';
import type { NDArray } from '../tensor/ndarray.js';
import { type Accumulation, accumulate } from './accumulate.js';
import { fromDoubles } from './doubles.js';

/** Reduces each square window of images (N, H, W, C), channel by channel, to one entry. */
export function foldWindows(images: NDArray, kernel: number, stride: number, fold: Accumulation): NDArray {
  const shape = poolShape(images.shape, kernel, stride, 'pool');
  const [n, rows, columns, channels] = shape as [number, number, number, number];
  const [image, row, column] = stridesOf(images.shape) as [number, number, number];
  const [toImage, toRow, toColumn] = stridesOf(shape) as [number, number, number];
  // One row of windows at a time: all their entries at one place, then at the next.
  const entries = [n, rows, kernel, kernel, columns, channels];
  const from = { start: 0, strides: [image, stride * row, row, column, stride * column, 1] };
  const to = [toImage, toRow, 0, 0, toColumn, 1];
  return fromDoubles(images.dtype, shape, accumulate(fold, entries, images.data, from, sizeOf(shape), to));
}
