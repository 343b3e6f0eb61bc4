/** Ranges of values, and of functions of them. */

export interface Range {
  readonly low: number;
  readonly high: number;
  /** All values are at least this far from zero. */
  readonly away: number;
}

export const between = (low: number, high: number, away = 0): Range => ({
  low,
  high,
  away: Math.max(away, low, -high),
});

/** The range of these values; zero if there are none. */
export const rangeOfValues = (values: readonly number[]): Range =>
  values.length === 0
    ? between(0, 0)
    : between(Math.min(...values), Math.max(...values), Math.min(...values.map(Math.abs)));

export const magnitude = ({ low, high }: Range): number => Math.max(-low, high);
export const scaled = ({ low, high, away }: Range, factor: number): Range =>
  factor < 0
    ? between(high * factor, low * factor, -away * factor)
    : between(low * factor, high * factor, away * factor);
export const shifted = ({ low, high }: Range, by: number): Range => between(low + by, high + by);
/** The range under a non-decreasing function. */
export const mapped = ({ low, high }: Range, map: (value: number) => number): Range =>
  between(map(low), map(high));

/** The range under a function that is monotone in each of two arguments: its extremes are at the corners. */
export function corners(a: Range, b: Range, of: (x: number, y: number) => number, away = 0): Range {
  const values = [of(a.low, b.low), of(a.low, b.high), of(a.high, b.low), of(a.high, b.high)];
  return between(Math.min(...values), Math.max(...values), away);
}

/** One of n standardized entries is at most √(n - 1), when all others are equal. */
export const standardized = (count: number): Range => between(-Math.sqrt(count), Math.sqrt(count));

export const zero = between(0, 0);

/** The range of values that are in one of two ranges. */
export const together = (a: Range, b: Range): Range =>
  between(Math.min(a.low, b.low), Math.max(a.high, b.high), Math.min(a.away, b.away));

/** The range of a sum of `terms` terms, each a product of one value of every range. */
export const sumOfProducts = (factors: readonly Range[], terms: number): Range => {
  const { low, high } = factors.reduce((a, b) => corners(a, b, (x, y) => x * y));
  return between(low * terms, high * terms);
};
