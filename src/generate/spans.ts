/** How large the numbers of a case may be in each dtype. */
import type { DType } from '../case/tensor-data.js';
import type { Reach } from './fresh.js';

interface Span {
  /** Magnitudes of numbers from pools. */
  readonly pools: Reach;
  /** Magnitudes of fresh numbers, and of fresh cotangents and directions. */
  readonly fresh: Reach;
  readonly weights: Reach;
  /** What intermediate values of programs stay below. */
  readonly values: number;
  /** The least eps of a normalization: slices of equal entries are divided by its root, and their second order by its cube. */
  readonly eps: number;
}

const wide: Span = {
  pools: [0, Number.POSITIVE_INFINITY],
  fresh: [0, Number.POSITIVE_INFINITY],
  weights: [2e-4, 1000],
  values: 1000,
  eps: 0,
};

/** The largest number of float16 is 65,504, and the smallest normal one 0.00006: a few products would leave its range. */
export const spanOf: Readonly<Record<DType, Span>> = {
  float64: wide,
  float32: wide,
  float16: { pools: [2 ** -10, 32], fresh: [2 ** -7, 4], weights: [2 ** -5, 16], values: 512, eps: 0.125 },
  bfloat16: wide,
};

export const within = ([least, most]: Reach, [low, high]: Reach): Reach => [
  Math.max(least, low),
  Math.min(most, high),
];
