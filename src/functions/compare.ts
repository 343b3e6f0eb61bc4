/** When an entry of a gradient counts as right, beside what differences say. */
import { type TensorData, unitRoundoff } from '../case/tensor-data.js';
import type { Expectation } from './truth.js';

type Said =
  | { readonly kind: 'right' }
  | { readonly kind: 'undecided' }
  | { readonly kind: 'wrong'; readonly tolerance: number; readonly ratio: number };

/** What a right gradient may lose by its own rounding, as a fraction of its terms. */
const lost = (dtype: TensorData['dtype']): number => Math.max(2 ** -30, 64 * unitRoundoff[dtype]);

/**
 * Differences that are less exact than this fraction of an entry, or of the largest entry's terms, do not confirm it. In
 * float32 differences of fourth order leave three or four digits.
 */
const vague = (dtype: TensorData['dtype']) =>
  dtype === 'float64' ? { own: 2 ** -10, largest: 2 ** -20 } : { own: 2 ** -7, largest: 2 ** -9 };

/** Of the terms of other entries than the one that is compared. */
export interface Sizes {
  /** Those of the gradient's largest entry. */
  readonly largest: number;
  /** Those that a function without cancellation would have: what its formula may add up on the way. */
  readonly usual: number;
}

/** What a right entry may be off by. */
function ownOf(terms: number, { largest, usual }: Sizes, dtype: TensorData['dtype']): number {
  return Math.max(lost(dtype) * Math.max(terms, 2 ** -20 * largest), 1024 * unitRoundoff[dtype] * usual);
}

export function compare(
  { value, spread: half, error, terms, steepest = 0 }: Expectation,
  got: number,
  sizes: Sizes,
  dtype: TensorData['dtype'],
): Said {
  const own = ownOf(terms, sizes, dtype);
  const off = Math.abs(got - value) - half;
  if (off <= own) return { kind: 'right' };
  const tolerance = own + error;
  const fraction = vague(dtype);
  const largest = Math.max(sizes.largest, steepest);
  const precise = Math.max(fraction.own * Math.max(terms, Math.abs(got)), fraction.largest * largest);
  // Where differences are vague, and in few digits, their bound is, too.
  const bound = error <= precise && dtype === 'float64' ? tolerance : 4 * tolerance;
  if (Number.isNaN(got)) return { kind: 'wrong', tolerance, ratio: Number.POSITIVE_INFINITY };
  if (off > bound) return { kind: 'wrong', tolerance, ratio: off / tolerance };
  return error <= precise && off <= tolerance ? { kind: 'right' } : { kind: 'undecided' };
}

/** How exact a glance must be, if its rounding is to count: in float64 so many times more than differences of many steps. */
const sharp = (dtype: TensorData['dtype']): number => Math.max(2 ** -26, 2 ** 11 * unitRoundoff[dtype]);

/** How far an entry is from what one difference says, in units of what it may be off by: at most 1 if it is as seen. */
export function distance(
  { value, error, terms }: Expectation,
  got: number,
  sizes: Sizes,
  dtype: TensorData['dtype'],
): number {
  const own = ownOf(terms, sizes, dtype);
  const rounding = error <= sharp(dtype) * Math.max(terms, 2 ** -20 * sizes.largest) ? error : 0;
  const off = Math.abs(got - value);
  if (off === 0) return 0;
  return off <= own + rounding ? off / (own + rounding) : over(off, own + rounding);
}

const over = (off: number, tolerance: number): number =>
  Number.isFinite(off) && tolerance > 0 ? off / tolerance : Number.POSITIVE_INFINITY;
