import { sizeOf } from '../../program/shape.js';
import { allocate, NDArray } from '../ndarray.js';

/** Matrix products (…, n, k) · (…, k, m) → (…, n, m), one for each index of the batch axes, which are equal. */
export function matrixProduct(a: NDArray, b: NDArray): NDArray {
  const [n, k] = a.shape.slice(-2) as [number, number];
  const m = b.shape.at(-1) as number;
  const batch = a.shape.slice(0, -2);
  const shape = [...batch, n, m];
  const data = allocate(a.dtype, sizeOf(shape));
  const row = new Float64Array(m); // sums in double, also for float32
  for (let rowStart = 0, r = 0; rowStart < data.length; rowStart += m, r++) {
    const matrix = Math.floor(r / n) * k * m;
    row.fill(0);
    for (let p = 0; p < k; p++) {
      const factor = a.data[r * k + p] as number;
      const start = matrix + p * m;
      for (let j = 0; j < m; j++) row[j] = (row[j] as number) + factor * (b.data[start + j] as number);
    }
    data.set(row, rowStart);
  }
  return new NDArray(a.dtype, shape, data);
}
