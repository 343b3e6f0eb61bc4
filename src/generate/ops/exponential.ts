/** Powers, exponentials and waves, and activations made of them. */
import type { Bias } from '../bias.js';
import { unary } from '../form.js';
import type { Style } from '../pools.js';
import { between, corners, magnitude, type Range, rangeOfValues } from '../ranges.js';
import { simplestFirst } from '../simplest-first.js';
import { bare, binary, exponentials, rising, scalar } from './defaults.js';
import type { Family } from './entry.js';

const exponents = [2, 3, -1, 0.5, 0, -2, 1, 1.5, -0.5, 4, 2.5, -1.5, 2, 3];
const powers = { large: [10, 6, -5, 8] };
const wave = { ...bare, range: () => between(-1, 1), large: [10, -6, -20, 100], reach: [1e-9, 100] as const };
/** Beyond 40 it is almost flat. */
const sigmoidal = { ...bare, large: [5, -5, 20, -30], reach: [1e-9, 40] as const };

/** erf lies between tanh and a line of its slope at 0, and never beyond 1. */
const least = (x: number): number => (x > 0 ? Math.tanh(x) : Math.max(-1, 1.1284 * x));
const erfRange = ([a]: readonly [Range, ...Range[]]): Range => between(least(a.low), -least(-a.high));

export const exponential = {
  power: {
    ...binary,
    ...powers,
    range: ([a, b]) => corners(a, b, (x, y) => x ** y),
    tiny: false,
    reach: [0.125, 8],
  },
  power_scalar: {
    ...scalar(exponents, exponentBiases),
    ...powers,
    range: ([a], step) => powerRange(a, step.scalar),
    // Rules of powers divide by the base, or ask for its logarithm.
    styles: ({ biases }) => (biases.has('zero-values') ? Array<Style>(4).fill('zeros') : []),
    reach: [0.125, 30],
  },
  exp: { ...bare, range: rising(Math.exp), large: [5, -8, 10, -20], reach: [1e-9, 40] },
  log: { ...bare, range: rising(Math.log), tiny: true },
  sqrt: { ...bare, range: rising(Math.sqrt), tiny: true },
  sin: wave,
  cos: wave,
  tanh: { ...sigmoidal, range: rising(Math.tanh) },
  sigmoid: { ...sigmoidal, range: rising((x) => 1 / (1 + Math.exp(-x))) },
  softplus: {
    ...sigmoidal,
    range: rising((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
    reach: [1e-6, 20],
  },
  logaddexp: {
    ...binary,
    ...exponentials,
    range: ([a, b]) => between(logOfSum(a.low, b.low), logOfSum(a.high, b.high)),
    reach: [1e-3, 30],
  },
  gelu: {
    forms: (op) =>
      simplestFirst(['none', 'tanh'] as const).map((approximate) => unary(() => [{ op, approximate }])),
    // Both forms are between x and 0, and never below -0.171.
    range: ([a]) => between(a.low < 0 ? -0.171 : 0, Math.max(0, a.high)),
    large: [5, -5, 3, -8, 20],
    reach: [1e-3, 8],
  },
  silu: {
    ...sigmoidal,
    // The least value is -0.278.
    range: ([a]) => between(a.low < 0 ? -0.279 : siluOf(a.low), Math.max(0, siluOf(a.high))),
    reach: [1e-9, 30],
  },
  // Where it is flatter, 40 digits of its value do not tell the slope.
  erf: { ...bare, range: erfRange, large: [3, -2.5, 3.5, -2], reach: [1e-9, 3.5] },
  expm1: { ...bare, range: rising(Math.expm1), large: [5, -8, 10, -20], reach: [1e-9, 40] },
  log1p: { ...bare, range: rising(Math.log1p), large: [1000, -0.99, 40, 100, 7], tiny: true },
  atan2: {
    ...binary,
    range: () => between(-Math.PI, Math.PI),
    large: [10, -6, 20, -8],
    // Beyond, the slopes are so much smaller than the angle that 40 digits cannot tell them.
    reach: [0.05, 20],
  },
} satisfies Family;

const siluOf = (x: number): number => x / (1 + Math.exp(-x));
const logOfSum = (x: number, y: number): number => Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));

function exponentBiases(exponent: number): Bias[] {
  if (exponent === 0) return ['zero-exponent'];
  return [
    ...(exponent < 0 ? (['negative-exponent'] as const) : []),
    ...(Number.isInteger(exponent) ? [] : (['fractional-exponent'] as const)),
  ];
}

function powerRange(a: Range, exponent: number): Range {
  if (a.low > 0) return rangeOfValues([a.low ** exponent, a.high ** exponent]);
  const most = exponent < 0 ? a.away ** exponent : magnitude(a) ** exponent;
  const least = exponent < 0 ? magnitude(a) ** exponent : a.away ** exponent;
  return between(exponent % 2 === 0 ? least : -most, most, least);
}
