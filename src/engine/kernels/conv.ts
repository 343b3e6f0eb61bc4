import { windowsIn } from '../../case/windows.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import { matrixProduct } from './matmul.js';
import { withShape } from './movement.js';

/**
 * Images (N, H, W, Cin) convolved with weights (h, w, Cin, Cout): one matrix product of all windows, one per row, with
 * the weights (h·w·Cin, Cout). This is known as im2col.
 */
export function convolve(images: NDArray, weight: NDArray, stride: number, padding: number): NDArray {
  const [h, w, channels, out] = weight.shape as [number, number, number, number];
  const [n, height, width] = images.shape as [number, number, number, number];
  const rows = windowsIn(height, h, stride, padding);
  const columns = windowsIn(width, w, stride, padding);
  const length = h * w * channels;
  const windows = allocate(images.dtype, n * rows * columns * length);
  let at = 0;
  for (let image = 0; image < n; image++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let i = 0; i < h; i++) {
          for (let j = 0; j < w; j++, at += channels) {
            const y = row * stride + i - padding;
            const x = column * stride + j - padding;
            if (y < 0 || y >= height || x < 0 || x >= width) continue; // the padding stays zero
            const from = ((image * height + y) * width + x) * channels;
            windows.set(images.data.subarray(from, from + channels), at);
          }
        }
      }
    }
  }
  const product = matrixProduct(
    new NDArray(images.dtype, [n * rows * columns, length], windows),
    withShape(weight, [length, out]),
  );
  return new NDArray(images.dtype, [n, rows, columns, out], product.data);
}
