/** What is known of the numbers that an implementation computes with. */
import { type DType, largestFinite, unitRoundoff } from '../case/tensor-data.js';
import type { OpName } from '../case/vocabulary.js';

export interface Precision {
  /** The unit roundoff of the dtype. */
  readonly u: number;
  /** What an addition within a sum rounds, in units of u: less than 1 if sums are accumulated in a wider dtype. */
  readonly addition: number;
  /** Of float16 and bfloat16: roundings are so large that they do not add up to first order, and not at random. */
  readonly coarse: boolean;
  /**
   * What is lost where a result lies below the normal numbers, in units of u: half the spacing of the subnormal ones.
   * Only in float16 do these lie among usual numbers; elsewhere it counts as nothing.
   */
  readonly underflow: number;
  /** The largest finite number, if values beyond it are to be expected: ∞ but for float16 and bfloat16. */
  readonly largest: number;
}

/** What results below the smallest normal number may lose: all, as they may be flushed to zero; in float16 digits. */
export const underflowOf: Readonly<Record<DType, number>> = {
  float64: 2 ** -1022,
  float32: 2 ** -126,
  float16: 2 ** -24,
  bfloat16: 2 ** -126,
};

export const isHalf = (dtype: DType): boolean => dtype === 'float16' || dtype === 'bfloat16';

/** How sums and ops are computed: see `Implementation`. */
export interface Inside {
  readonly accumulates?: DType;
  readonly roundsOnce?: readonly OpName[];
}

/** What is known of the numbers within an op, and what their roundings count beside those of its result. */
export interface Within {
  readonly precision: Precision;
  /** What a rounding within the op costs, in units of the u of its result: less than 1 if it is rounded once, at the end. */
  readonly weight: number;
}

/** Within an op that is computed in a wider dtype, and rounded once. */
export function withinOf({ u, coarse }: Precision, accumulates: DType): Within | undefined {
  const precision = precisionOf(accumulates);
  return coarse && precision.u < u ? { precision, weight: precision.u / u } : undefined;
}

/** @param accumulates the dtype in which sums are accumulated, if not their own */
export function precisionOf(dtype: DType, accumulates: DType = dtype): Precision {
  const [u, coarse] = [unitRoundoff[dtype], isHalf(dtype)];
  return {
    u,
    coarse,
    addition: coarse ? Math.min(1, unitRoundoff[accumulates] / u) : 1,
    underflow: dtype === 'float16' ? underflowOf[dtype] / 2 / u : 0,
    largest: coarse ? largestFinite[dtype] : Number.POSITIVE_INFINITY,
  };
}

/** That of the reference itself. */
export const doubles: Precision = precisionOf('float64');

/** Whether a number of this size, off by so many roundings, may be infinite in an implementation. */
export const mayOverflow = (size: number, rounding: number, { u, largest }: Precision): boolean =>
  Math.abs(size) + u * rounding >= largest;

/** Whether any number of these may be infinite, or lies beyond what could be told of it. */
export const anyMayOverflow = (
  truths: readonly { readonly magnitude: Float64Array; readonly rounding: Float64Array }[],
  precision: Precision,
): boolean =>
  truths.some(({ magnitude, rounding }) =>
    magnitude.some((size, k) => !(size + precision.u * (rounding[k] as number) < precision.largest)),
  );

/** The roundings of values for those who read them: a value that may be infinite may be off by anything. */
export function forReaders(
  values: ArrayLike<number>,
  roundings: Float64Array,
  precision: Precision,
): Float64Array {
  if (!precision.coarse) return roundings;
  return roundings.map((own, k) =>
    Number.isNaN(own) || mayOverflow(values[k] as number, own, precision) ? Number.POSITIVE_INFINITY : own,
  );
}
