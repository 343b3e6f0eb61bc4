import { sizeOf } from '../../case/shape.js';
import { NDArray } from '../tensor/ndarray.js';

/** Matrix products (…, n, k) · (…, k, m) → (…, n, m), one for each index of the batch axes, which are equal. */
export function matrixProduct(a: NDArray, b: NDArray): NDArray {
  const [n, k] = a.shape.slice(-2) as [number, number];
  const m = b.shape.at(-1) as number;
  const batch = a.shape.slice(0, -2);
  const shape = [...batch, n, m];
  const sums = new Float64Array(sizeOf(shape)); // in double, whatever the dtype
  for (let start = 0, r = 0; start < sums.length; start += m, r++) {
    const matrix = Math.floor(r / n) * k * m;
    for (let p = 0; p < k; p++) {
      const factor = a.data[r * k + p] as number;
      const row = matrix + p * m;
      for (let j = 0; j < m; j++) {
        sums[start + j] = (sums[start + j] as number) + factor * (b.data[row + j] as number);
      }
    }
  }
  const data = a.dtype === 'float32' ? Float32Array.from(sums) : sums;
  return new NDArray(a.dtype, shape, data);
}
