/**
 * Products of matrices with vectors of 128 bits: AssemblyScript, compiled by `npm run build:wasm`. Addresses, strides and
 * widths count bytes. Terms are added one after another in the order of the summed index, each product and each sum
 * rounded once: the same bits as those of kernels/plain-product.ts.
 */

/** The bytes of one row of a panel: two vectors, which hold 8 float32 or 4 float64. */
const panel: usize = 32;

/** Copies B (k, m) into panels, each of a few columns, row after row. Columns beyond m are not written. */
function pack<T>(b: usize, row: usize, column: usize, k: usize, m: usize, panels: usize): void {
  const columns: usize = panel / sizeof<T>();
  for (let j: usize = 0; j < m; j += columns) {
    const width = min<usize>(columns, m - j);
    const whole = width === columns && column === sizeof<T>();
    let from = b + j * column;
    for (let p: usize = 0; p < k; p++, from += row, panels += panel) {
      if (whole) {
        v128.store(panels, v128.load(from));
        v128.store(panels, v128.load(from, 16), 16);
      } else {
        for (let i: usize = 0; i < width; i++) {
          store<T>(panels + i * sizeof<T>(), load<T>(from + i * column));
        }
      }
    }
  }
}

/** Adds A (n, k) times the panels to the sums, whose rows are `width` bytes, a multiple of a panel's. */
function multiply<T>(
  a: usize,
  row: usize,
  column: usize,
  panels: usize,
  sums: usize,
  n: usize,
  k: usize,
  width: usize,
): void {
  const length = k * panel;
  for (let j: usize = 0; j < width; j += panel, panels += length) {
    let from = a;
    let to = sums + j;
    let i: usize = 0;
    for (; i + 4 <= n; i += 4, from += row * 4, to += width * 4) {
      fourRows<T>(from, row, column, panels, length, to, width);
    }
    for (; i < n; i++, from += row, to += width) oneRow<T>(from, column, panels, length, to);
  }
}

function fourRows<T>(
  a: usize,
  row: usize,
  column: usize,
  panels: usize,
  length: usize,
  to: usize,
  width: usize,
): void {
  let s00 = v128.load(to),
    s01 = v128.load(to, 16);
  let s10 = v128.load(to + width),
    s11 = v128.load(to + width, 16);
  let s20 = v128.load(to + width * 2),
    s21 = v128.load(to + width * 2, 16);
  let s30 = v128.load(to + width * 3),
    s31 = v128.load(to + width * 3, 16);
  let c = a + row * 2;
  for (let b = panels, end = panels + length; b < end; b += panel, a += column, c += column) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16);
    const a0 = v128.splat<T>(load<T>(a));
    s00 = v128.add<T>(s00, v128.mul<T>(a0, b0));
    s01 = v128.add<T>(s01, v128.mul<T>(a0, b1));
    const a1 = v128.splat<T>(load<T>(a + row));
    s10 = v128.add<T>(s10, v128.mul<T>(a1, b0));
    s11 = v128.add<T>(s11, v128.mul<T>(a1, b1));
    const a2 = v128.splat<T>(load<T>(c));
    s20 = v128.add<T>(s20, v128.mul<T>(a2, b0));
    s21 = v128.add<T>(s21, v128.mul<T>(a2, b1));
    const a3 = v128.splat<T>(load<T>(c + row));
    s30 = v128.add<T>(s30, v128.mul<T>(a3, b0));
    s31 = v128.add<T>(s31, v128.mul<T>(a3, b1));
  }
  v128.store(to, s00);
  v128.store(to, s01, 16);
  v128.store(to + width, s10);
  v128.store(to + width, s11, 16);
  v128.store(to + width * 2, s20);
  v128.store(to + width * 2, s21, 16);
  v128.store(to + width * 3, s30);
  v128.store(to + width * 3, s31, 16);
}

function oneRow<T>(a: usize, column: usize, panels: usize, length: usize, to: usize): void {
  let s0 = v128.load(to);
  let s1 = v128.load(to, 16);
  for (let b = panels, end = panels + length; b < end; b += panel, a += column) {
    const a0 = v128.splat<T>(load<T>(a));
    s0 = v128.add<T>(s0, v128.mul<T>(a0, v128.load(b)));
    s1 = v128.add<T>(s1, v128.mul<T>(a0, v128.load(b, 16)));
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
}

/** Moves n rows together that were `width` bytes apart, of which the first `used` count. */
export function close(sums: usize, n: usize, width: usize, used: usize): void {
  for (let i: usize = 1; i < n; i++) memory.copy(sums + i * used, sums + i * width, used);
}

export function pack32(b: usize, row: usize, column: usize, k: usize, m: usize, panels: usize): void {
  pack<f32>(b, row, column, k, m, panels);
}

export function pack64(b: usize, row: usize, column: usize, k: usize, m: usize, panels: usize): void {
  pack<f64>(b, row, column, k, m, panels);
}

export function multiply32(
  a: usize,
  row: usize,
  column: usize,
  panels: usize,
  sums: usize,
  n: usize,
  k: usize,
  width: usize,
): void {
  multiply<f32>(a, row, column, panels, sums, n, k, width);
}

export function multiply64(
  a: usize,
  row: usize,
  column: usize,
  panels: usize,
  sums: usize,
  n: usize,
  k: usize,
  width: usize,
): void {
  multiply<f64>(a, row, column, panels, sums, n, k, width);
}
