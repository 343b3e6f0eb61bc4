/**
 * Rules of ops that move entries. Each function is named after the op whose rule it is; the engine's own ops are
 * `engine.stack`, `engine.slice`, `engine.pad` and so on.
 */

import type { Tensor } from 'backproof/engine';
import * as engine from 'backproof/engine';

/** How many rows and columns a matrix has. */
const sizes = (tensor: Tensor): readonly [number, number] => tensor.shape as [number, number];

/** The rows that gatherRows reads, and to which scatterAdd adds: row 2 twice. */
const rows = [2, 0, 2, 1];

/** For `engine.gather` and `engine.scatterAdd` along axis 0: the row of each entry of a (4, m) matrix, row-major. */
const placesOf = (m: number): readonly number[] => rows.flatMap((row) => new Array<number>(m).fill(row));

/** y = a, b and c side by side: y[i, 0, j] = a[i, j], y[i, 1, j] = b[i, j], y[i, 2, j] = c[i, j]; y has shape (n, 3, m). */
export function stack(outGrad: Tensor, a: Tensor, _b: Tensor, _c: Tensor): readonly Tensor[] {
  const [n, m] = sizes(a);
  return [0, 1, 2].map((k) => engine.reshape(engine.slice(outGrad, [0, k, 0], [n, k + 1, m]), [n, m]));
}

/** y = x[:, 2, :], the last of three pieces: x has shape (n, 3, m), y and outGrad have shape (n, m). */
export function split(outGrad: Tensor, _x: Tensor): Tensor {
  const [n, m] = sizes(outGrad);
  const piece = engine.reshape(outGrad, [n, 1, m]);
  return engine.pad(piece, [
    [0, 0],
    [2, 0],
    [0, 0],
  ]);
}

/** y = x[1:, ::2], without the first row and every other column: x has shape (n, m), y has shape (n − 1, ⌈m/2⌉). */
export function slice(outGrad: Tensor, x: Tensor): Tensor {
  const [n, m] = sizes(x);
  const apart = engine.dilate(outGrad, 1, 1);
  const before = engine.pad(apart, [
    [1, 0],
    [0, 0],
  ]);
  return engine.slice(before, [0, 0], [n, m]);
}

/** y = x among zeros, one row above and two below it, one column to the right: shape (n + 3, m + 1). */
export function pad(outGrad: Tensor, x: Tensor): Tensor {
  const [n, m] = sizes(x);
  return engine.slice(outGrad, [1, 0], [n + 1, m]);
}

/** y = x[rows], the rows 2, 0, 2 and 1 of x: x has shape (n, m), y has shape (4, m). */
export function gatherRows(outGrad: Tensor, x: Tensor): Tensor {
  const [, m] = sizes(x);
  return engine.scatterAdd(engine.zeros(x.shape, { dtype: x.dtype }), outGrad, 0, placesOf(m));
}

/** y = base with row i of source added to its row rows[i]: base and y have shape (n, m), source has shape (4, m). */
export function scatterAdd(outGrad: Tensor, _base: Tensor, source: Tensor): readonly [Tensor, Tensor] {
  const [, m] = sizes(source);
  return [outGrad, engine.gather(outGrad, 0, placesOf(m), source.shape)];
}

/** y[i, j] = x[i, j − 1], and y[i, 0] = x[i, m − 1]: each row turned by one place, to the right. */
export function roll(outGrad: Tensor, x: Tensor): Tensor {
  const [n, m] = sizes(x);
  const first = engine.slice(outGrad, [0, 0], [n, 1]);
  const others = engine.slice(outGrad, [0, 1], [n, m]);
  return engine.concat([others, first], 1);
}
