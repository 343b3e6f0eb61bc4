/** Matrix products in TypeScript: small ones, and all where there is no WebAssembly. */
import type { Matrix, Multiply, Sizes } from './matrix.js';

const { fround } = Math;

export const multiplyPlainly: Multiply = (a, b, sizes, target, at) => {
  const block = target instanceof Float32Array ? singles : doubles;
  // Two rows by four columns at a time, whose sums stay in registers.
  for (let i = 0; i < sizes.n; i += 2) {
    for (let j = 0; j < sizes.m; j += 4) block(a, b, sizes, i, j, target, at);
  }
};

type Block = (
  a: Matrix,
  b: Matrix,
  sizes: Sizes,
  i: number,
  j: number,
  target: Parameters<Multiply>[3],
  at: number,
) => void;

/** The eight sums of a block. Beyond an edge its last row and columns are computed again. */
const doubles: Block = (a, b, { n, k, m }, i, j, target, at) => {
  const [x, y] = [a.entries, b.entries];
  const [below, last] = [i + 1 < n ? 1 : 0, m - 1 - j];
  const [one, two, three] = [Math.min(1, last), Math.min(2, last), Math.min(3, last)];
  const [down, right1, right2, right3] = [below * a.row, one * b.column, two * b.column, three * b.column];
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  let p = a.start + i * a.row;
  let q = b.start + j * b.column;
  for (let step = 0; step < k; step++, p += a.column, q += b.row) {
    const x0 = x[p] as number;
    const x1 = x[p + down] as number;
    const y0 = y[q] as number;
    const y1 = y[q + right1] as number;
    const y2 = y[q + right2] as number;
    const y3 = y[q + right3] as number;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
  }
  const to = at + i * m + j;
  const under = to + below * m;
  target[under + three] = s13;
  target[under + two] = s12;
  target[under + one] = s11;
  target[under] = s10;
  target[to + three] = s03;
  target[to + two] = s02;
  target[to + one] = s01;
  target[to] = s00;
};

/** The same, every product and every sum rounded to float32. */
const singles: Block = (a, b, { n, k, m }, i, j, target, at) => {
  const [x, y] = [a.entries, b.entries];
  const [below, last] = [i + 1 < n ? 1 : 0, m - 1 - j];
  const [one, two, three] = [Math.min(1, last), Math.min(2, last), Math.min(3, last)];
  const [down, right1, right2, right3] = [below * a.row, one * b.column, two * b.column, three * b.column];
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  let p = a.start + i * a.row;
  let q = b.start + j * b.column;
  for (let step = 0; step < k; step++, p += a.column, q += b.row) {
    const x0 = x[p] as number;
    const x1 = x[p + down] as number;
    const y0 = y[q] as number;
    const y1 = y[q + right1] as number;
    const y2 = y[q + right2] as number;
    const y3 = y[q + right3] as number;
    s00 = fround(s00 + fround(x0 * y0));
    s01 = fround(s01 + fround(x0 * y1));
    s02 = fround(s02 + fround(x0 * y2));
    s03 = fround(s03 + fround(x0 * y3));
    s10 = fround(s10 + fround(x1 * y0));
    s11 = fround(s11 + fround(x1 * y1));
    s12 = fround(s12 + fround(x1 * y2));
    s13 = fround(s13 + fround(x1 * y3));
  }
  const to = at + i * m + j;
  const under = to + below * m;
  target[under + three] = s13;
  target[under + two] = s12;
  target[under + one] = s11;
  target[under] = s10;
  target[to + three] = s03;
  target[to + two] = s02;
  target[to + one] = s01;
  target[to] = s00;
};
