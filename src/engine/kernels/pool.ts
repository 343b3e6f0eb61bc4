import { sizeOf } from '../../case/shape.js';
import { poolShape } from '../../case/windows.js';
import { allocate, type Entries, NDArray } from '../tensor/ndarray.js';
import type { Fold } from './reduce.js';

/** Reduces each square window of images (N, H, W, C), channel by channel, to one entry. */
export function foldWindows(images: NDArray, kernel: number, stride: number, fold: Fold): NDArray {
  const shape = poolShape(images.shape, kernel, stride, 'pool');
  const [n, rows, columns, channels] = shape as [number, number, number, number];
  const data = allocate(images.dtype, sizeOf(shape));
  const window = allocate(images.dtype, kernel * kernel);
  let at = 0;
  for (let image = 0; image < n; image++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let channel = 0; channel < channels; channel++, at++) {
          readWindow(images, [image, row * stride, column * stride, channel], kernel, window);
          data[at] = fold(window, 0, window.length);
        }
      }
    }
  }
  return new NDArray(images.dtype, shape, data);
}

function readWindow(
  { shape, data }: NDArray,
  [image, top, left, channel]: readonly [number, number, number, number],
  kernel: number,
  window: Entries,
): void {
  const [, height, width, channels] = shape as [number, number, number, number];
  for (let i = 0; i < kernel; i++) {
    for (let j = 0; j < kernel; j++) {
      const position = ((image * height + top + i) * width + left + j) * channels + channel;
      window[i * kernel + j] = data[position] as number;
    }
  }
}
