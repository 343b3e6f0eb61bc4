import { type PlanePair, windowsIn } from '../../case/windows.js';
import type { NDArray } from '../tensor/ndarray.js';
import { writeRuns } from './movement.js';
import { slide } from './windows.js';

/** Images (N, H, W, Cin) convolved with weights (h, w, Cin, Cout). */
export function convolve(images: NDArray, weight: NDArray, stride: number, padding: number): NDArray {
  const [h, w, , out] = weight.shape as [number, number, number, number];
  const [n, height, width] = images.shape as [number, number, number, number];
  const shape = [n, windowsIn(height, h, stride, padding), windowsIn(width, w, stride, padding), out];
  const windows = { first: [0, 0], stride: [stride, stride], dilation: [1, 1], groups: 1 } as const;
  return slide(padded(images, [padding, padding]), weight, shape, windows);
}

/** Images with rows and columns of zeros around them. */
export function padded(images: NDArray, [rows, columns]: PlanePair): NDArray {
  if (rows === 0 && columns === 0) return images;
  const [n, height, width, channels] = images.shape as [number, number, number, number];
  return writeRuns(
    images,
    [n, height + 2 * rows, width + 2 * columns, channels],
    [
      { first: 0, step: 1, count: n },
      { first: rows, step: 1, count: height },
      { first: columns, step: 1, count: width },
      { first: 0, step: 1, count: channels },
    ],
  );
}
