/**
 * When a number counts as right. Every entry has a tolerance of its own: the rounding that the implementation's dtype
 * cannot avoid there, plus the reference's own error, which settlement at 40 digits removes if it matters. See
 * docs/tolerance.md.
 */
import { type DType, largestFinite, unitRoundoff } from '../case/tensor-data.js';
import { isHalf, underflowOf } from '../reference/index.js';

/** What an entry must be. Without `spread` it is a single number. */
export interface Expected {
  readonly value: ArrayLike<number>;
  readonly spread?: ArrayLike<number>;
  /** A bound on the error of `value` itself. */
  readonly error?: ArrayLike<number>;
  /** What rounding may cost, in units of the dtype's unit roundoff. */
  readonly rounding: ArrayLike<number>;
  /** The size of the terms that make up the entry. If given, an error far below it leaves no doubt. */
  readonly magnitude?: ArrayLike<number>;
}

/** float64 decides an entry if its own error is below this fraction of the entry's terms (7e-12). */
const resolution = 2 ** -37;

/** An entry that is off by this fraction of itself (6e-11) is rejected even if its terms are far larger. */
const suspicious = 2 ** -34;

/** What a sum of entries that may be flushed can lose, each entry weighted by one of these. */
export const flushed = (dtype: DType, weights: readonly number[] | Float64Array): number => {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += Math.abs(weights[k] as number);
  return underflowOf[dtype] * sum;
};

export type Comparison =
  | { readonly kind: 'right' }
  /** Wrong by more than rounding, but by less than rounding plus the reference's error. */
  | { readonly kind: 'undecided'; readonly entry: number }
  | { readonly kind: 'wrong'; readonly entry: number; readonly tolerance: number };

/** Compares entries and returns the one that is most wrong. */
export function compare(expected: Expected, got: ArrayLike<number>, dtype: DType): Comparison {
  let worst: Comparison = { kind: 'right' };
  let worstRatio = 0;
  for (let entry = 0; entry < got.length; entry++) {
    const spread = expected.spread?.[entry] ?? 0;
    const rounding = unitRoundoff[dtype] * (expected.rounding[entry] as number) + underflowOf[dtype];
    const distance = Math.abs((got[entry] as number) - (expected.value[entry] as number)) - spread;
    // A bound that overflowed would accept anything.
    const bounded = rounding < Number.POSITIVE_INFINITY;
    const overflow = isHalf(dtype) ? overflowed(expected, entry, got[entry] as number, dtype) : undefined;
    if (overflow === 'right') continue;
    if (overflow === 'undecided') {
      if (worst.kind === 'right') worst = { kind: 'undecided', entry };
      continue;
    }
    if (distance <= rounding && bounded) continue;
    const error = expected.error?.[entry] ?? 0;
    const tolerance = rounding + error;
    if (distance <= tolerance && error <= resolution * (expected.magnitude?.[entry] ?? 0) && bounded)
      continue;
    const ratio = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance / tolerance;
    if (ratio > 1 && ratio > worstRatio) {
      worst = { kind: 'wrong', entry, tolerance };
      worstRatio = ratio;
    } else if (worst.kind === 'right') {
      worst = { kind: 'undecided', entry };
    }
  }
  return worst;
}

/**
 * Of float16 and bfloat16, whose range usual programs can leave: an infinite answer is right if the number lies beyond
 * it, within its tolerance. If only terms of it do, or a value on its way, nothing can be said of it, also if it is NaN
 * for ∞ - ∞. Undefined if that has nothing to do with the answer.
 */
function overflowed(
  { value, spread, magnitude, rounding }: Expected,
  entry: number,
  got: number,
  dtype: DType,
): 'right' | 'undecided' | undefined {
  const own = value[entry] as number;
  const off = unitRoundoff[dtype] * (rounding[entry] as number);
  const largest = largestFinite[dtype];
  const isBounded = off < Number.POSITIVE_INFINITY;
  const reach = Math.sign(got) * own + (spread?.[entry] ?? 0) + (isBounded ? off : 0);
  if (!Number.isFinite(got) && reach >= largest) return 'right';
  if (!isBounded) return 'undecided';
  if (Number.isFinite(got) && Number.isFinite(own)) return undefined;
  const terms = Math.max(Math.abs(own) || 0, magnitude?.[entry] ?? 0);
  return terms + off >= largest ? 'undecided' : undefined;
}

/**
 * The entries that are off by more than rounding, and by a fraction of themselves that only much larger terms excuse:
 * there a wrong entry could hide in the reference's error. The most suspect first.
 */
export function suspects(expected: Required<Expected>, got: ArrayLike<number>, dtype: DType): number[] {
  const found: { entry: number; ratio: number }[] = [];
  for (let entry = 0; entry < got.length; entry++) {
    const value = expected.value[entry] as number;
    const distance = Math.abs((got[entry] as number) - value);
    const rounding = unitRoundoff[dtype] * (expected.rounding[entry] as number) + underflowOf[dtype];
    if (distance <= rounding || distance <= suspicious * Math.abs(value) || expected.spread[entry] !== 0)
      continue;
    found.push({ entry, ratio: distance / rounding });
  }
  return found.sort((a, b) => b.ratio - a.ratio).map(({ entry }) => entry);
}

/**
 * What two answers of one implementation may differ by, in units of its roundoff: `times` what one may differ from a
 * truth.
 */
export function selfRounding({ rounding, error }: Expected, times: number, dtype: DType): number[] {
  const u = unitRoundoff[dtype];
  const allowed: number[] = [];
  for (let at = 0; at < rounding.length; at++)
    allowed.push(times * ((rounding[at] as number) + (error?.[at] ?? 0) / u));
  return allowed;
}
