import { sizeOf } from '../../case/shape.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import type { Multiply } from './matrix.js';
import { multiplyPlainly } from './plain-product.js';
import { type WebAssemblyApi, wasmMultiply } from './wasm-product.js';

/** Matrix products (…, n, k) · (…, k, m) → (…, n, m), one for each index of the batch axes, which are equal. */
export function matrixProduct(a: NDArray, b: NDArray): NDArray {
  const [n, k] = a.shape.slice(-2) as [number, number];
  const m = b.shape.at(-1) as number;
  const batch = a.shape.slice(0, -2);
  const shape = [...batch, n, m];
  const data = allocate(a.dtype, sizeOf(shape));
  for (let r = 0; r < sizeOf(batch); r++) {
    const left = { entries: a.data, start: r * n * k, row: k, column: 1 };
    const right = { entries: b.data, start: r * k * m, row: m, column: 1 };
    multiply(left, right, { n, k, m }, data, r * n * m);
  }
  return new NDArray(a.dtype, shape, data);
}

/** Below so many terms, copying to WebAssembly and back takes longer than it saves. */
const worthCopying = 1024;

/** By whichever way is quicker: they give the same bits. */
export const multiply: Multiply = (a, b, sizes, target, at) => {
  const by = sizes.n * sizes.k * sizes.m < worthCopying ? multiplyPlainly : quickest();
  by(a, b, sizes, target, at);
};

let chosen: Multiply | undefined;

/** Chosen at the first product that is worth it. */
function quickest(): Multiply {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyApi };
  chosen ??= wasmMultiply(WebAssembly) ?? multiplyPlainly;
  return chosen;
}
