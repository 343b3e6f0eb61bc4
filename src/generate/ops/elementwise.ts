/** Sums, products and quotients, choices between entries at one place, and ops with a kink at zero. */
import type { Bias } from '../bias.js';
import { between, corners, magnitude, type Range, scaled, shifted } from '../ranges.js';
import { bare, binary, rising, scalar } from './defaults.js';
import type { Family } from './entry.js';

const zeroScalar = (number: number): Bias[] => (number === 0 ? ['zero-scalar'] : []);

export const elementwise = {
  add: { ...binary, range: ([a, b]) => between(a.low + b.low, a.high + b.high) },
  subtract: { ...binary, range: ([a, b]) => between(a.low - b.high, a.high - b.low) },
  multiply: { ...binary, range: ([a, b]) => corners(a, b, (x, y) => x * y, a.away * b.away) },
  divide: { ...binary, range: ([a, b]) => quotient(a, b) },
  maximum: { ...binary, range: ([a, b]) => extreme(a, b, Math.max) },
  minimum: { ...binary, range: ([a, b]) => extreme(a, b, Math.min) },
  add_scalar: {
    ...scalar([2, -3, 0.5, -1.5, 10, 0], zeroScalar),
    range: ([a], step) => shifted(a, step.scalar),
  },
  mul_scalar: {
    ...scalar([2, -3, 0.5, -1.5, -1, 0], zeroScalar),
    range: ([a], step) => scaled(a, step.scalar),
  },
  divide_scalar: {
    ...scalar([2, -4, 0.5, -2.5, 3, -0.5]),
    range: ([a], step) => scaled(a, 1 / step.scalar),
  },
  negate: { ...bare, range: ([a]) => scaled(a, -1) },
  relu: { ...bare, range: rising((x) => Math.max(0, x)) },
  abs: { ...bare, range: ([a]) => between(a.away, magnitude(a)) },
} satisfies Family;

const extreme = (a: Range, b: Range, of: (x: number, y: number) => number): Range =>
  between(of(a.low, b.low), of(a.high, b.high), Math.min(a.away, b.away));

/** The quotient if the divisor may be on both sides of zero, but not near it. */
function quotient(a: Range, b: Range): Range {
  if (b.low > 0 || b.high < 0) return corners(a, b, (x, y) => x / y, a.away / magnitude(b));
  const most = magnitude(a) / b.away;
  return between(-most, most, a.away / magnitude(b));
}
