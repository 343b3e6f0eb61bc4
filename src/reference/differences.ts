/**
 * Central differences of order up to 8 with an error estimate, after the method of FiniteDifferences.jl:
 * truncation is estimated from the orders' disagreement, rounding from the noise of the function, and the
 * step shrinks until truncation no longer dominates.
 *
 * The function is vector-valued, f: t ↦ f(t) with f analytic for |t| < 1; the derivative is taken at t = 0.
 */

import { unwritten } from './unwritten.js';

/** A derivative by differences, with its error. */
export interface Derivative {
  /** df/dt at 0, one per output entry. */
  readonly value: Float64Array;
  /** A bound on the error of each value; ∞ where no step gave a finite estimate. */
  readonly error: Float64Array;
}

export interface DifferenceOptions {
  /** The absolute error of each entry of f(t), beyond `relativeNoise` of the largest |f(t)| seen. */
  readonly noise?: ArrayLike<number> | undefined;
  /** The relative error of an entry of f(t). */
  readonly relativeNoise: number;
  /** How far t itself is off after rounding x + t·r, in units of t. */
  readonly argumentError: () => number;
  /** How often the step may be halved. */
  readonly shrinks: number;
  /** Ask a second step size to agree: for functions of which nothing is known, singularities included. */
  readonly confirm?: boolean;
}

const firstStep = 2 ** -6;

/** How much wider the truncation's bound is where nothing is known of the function's singularities. */
const caution = 16;

/** Writes f(t) into a list. */
export type Curve = (t: number, into: number[]) => void;

/** f(t) and f(-t) for t = h, 2h, 3h and 4h, each in a list of its own. */
type Points = readonly number[][];

/** What the estimates for one step size rest on. */
interface Sample {
  readonly h: number;
  readonly points: Points;
  /** The absolute error of each entry of f(t), beyond `relativeNoise` of the largest |f(t)| seen. */
  readonly noise: ArrayLike<number> | undefined;
  readonly relativeNoise: number;
  /** How far t itself may be off. */
  readonly argumentError: number;
  /** By how much the truncation's bound is widened. */
  readonly widened: number;
}

/**
 * The derivative of f at 0, with its error bound.
 * @param f returns as many numbers at every call as `size` says
 */
export const derivative = (
  f: (t: number) => ArrayLike<number>,
  size: number,
  options: DifferenceOptions,
): Derivative =>
  new Differentiator(size).derivative((t, into) => {
    const values = f(t);
    for (let k = 0; k < size; k++) into[k] = values[k] as number;
  }, options);

/** Differentiates curves of one size, one after another, in the same lists: most are short, and making lists costs more. */
export class Differentiator {
  private readonly best: Derivative;
  private readonly largest: Float64Array;
  private points: Points;

  constructor(readonly size: number) {
    const list = () => new Float64Array(size);
    this.best = { value: list(), error: list() };
    this.largest = list();
    this.points = Array.from({ length: 8 }, () => unwritten(size));
  }

  /** The derivative of f at 0, in lists that the next call overwrites. */
  derivative(
    f: Curve,
    { noise, relativeNoise, argumentError, shrinks, confirm = false }: DifferenceOptions,
  ): Derivative {
    const { best, largest } = this;
    best.value.fill(0);
    best.error.fill(Number.POSITIVE_INFINITY);
    const widened = confirm ? caution : 1;
    let h = firstStep;
    for (let round = 0; round <= shrinks; round++, h /= 2) {
      if (round > 0) this.points = halved(this.points);
      const { points } = this;
      evaluate(f, h, points, round === 0 ? [1, 2] : [1]);
      const low = { h, points, noise, relativeNoise, argumentError: argumentError(), widened };
      if (!lowOrder(best, largest, low)) {
        evaluate(f, h, points, round === 0 ? [3, 4] : [3]);
        const high = { ...low, argumentError: argumentError() };
        if (!highOrder(best, largest, high)) continue;
      }
      if (round > 0 || !confirm) break;
    }
    return best;
  }

  /**
   * The same of a function that is t·f(1). The points of a first step are multiples of f(1) by powers of two, which round
   * nothing: one value says what they are, and orders 2 and 4 agree on them.
   * @param at1 writes f(1)
   */
  straight(at1: (into: number[]) => void, relativeNoise: number): Derivative {
    const { best, size } = this;
    const values = this.points[0] as number[];
    at1(values);
    for (let k = 0; k < size; k++) {
      const second = values[k] as number;
      const fourth = (8 * (2 * second) - 4 * second) / 12;
      best.value[k] = fourth;
      best.error[k] = 1.5 * (relativeNoise * (2 * Math.abs(second))) + Math.abs(fourth - second);
    }
    return best;
  }
}

const shared = new Map<number, Differentiator>();
const largestShared = 2 ** 12;
/** The last larger one: directions of a long array are taken one after another. */
let large = new Differentiator(0);

/** The differentiator of this size that everybody uses whose curves take no derivatives themselves. */
export function sharedDifferentiator(size: number): Differentiator {
  if (size > largestShared) {
    if (large.size !== size) large = new Differentiator(size);
    return large;
  }
  const found = shared.get(size) ?? new Differentiator(size);
  shared.set(size, found);
  return found;
}

/** Half a step shares half its points with the step before: its 2h and 4h are the h and 2h of that one. */
const halved = (points: Points): Points => [6, 7, 0, 1, 4, 5, 2, 3].map((n) => points[n] as number[]);

/** f(t) and f(-t) for t = nh. */
function evaluate(f: Curve, h: number, points: Points, multiples: readonly number[]): void {
  for (const n of multiples) {
    f(n * h, points[2 * n - 2] as number[]);
    f(-n * h, points[2 * n - 1] as number[]);
  }
}

/** Takes a candidate where its bound is the smallest so far. */
function keep({ value, error }: Derivative, k: number, candidate: number, bound: number): void {
  const earlier = error[k] as number;
  // Two estimates that differ by more than their bounds show that the earlier bound was too small.
  const gap = Math.abs(candidate - (value[k] as number)) - bound;
  if (Number.isFinite(earlier) && gap > earlier) error[k] = gap;
  if (!(bound < (error[k] as number))) return;
  value[k] = candidate;
  error[k] = bound;
}

/** The larger of two sizes; behind NaN, the later. */
const larger = (most: number, size: number): number => (!(size <= most) ? size : most);

/**
 * Orders 2 and 4 of every entry, also behind one that is not settled: settled when they agree to within the noise, as they
 * do for polynomials of low degree. The largest |f(t)| seen is written down.
 * @returns whether all are settled
 */
function lowOrder(best: Derivative, largest: Float64Array, sample: Sample): boolean {
  const { h, points, noise, relativeNoise, argumentError, widened } = sample;
  const [ahead1, behind1, ahead2, behind2] = points as [number[], number[], number[], number[]];
  let settled = true;
  for (let k = 0; k < largest.length; k++) {
    const [a1, b1] = [ahead1[k] as number, behind1[k] as number];
    const [a2, b2] = [ahead2[k] as number, behind2[k] as number];
    const most = larger(larger(larger(larger(0, Math.abs(a1)), Math.abs(b1)), Math.abs(a2)), Math.abs(b2));
    largest[k] = most;
    const [e1, e2] = [a1 - b1, a2 - b2];
    const second = e1 / (2 * h);
    const fourth = (8 * e1 - e2) / (12 * h);
    const own = relativeNoise * most + (noise === undefined ? 0 : (noise[k] as number));
    const rounding = (1.5 * own + Math.abs(fourth) * argumentError * 1.5) / h;
    const truncation = widened * Math.abs(fourth - second);
    keep(best, k, fourth, rounding + truncation);
    if (!(truncation <= widened * rounding)) settled = false;
  }
  return settled;
}

/**
 * Orders 4, 6 and 8 of every entry; settled when the truncation of order 8 is estimated below the rounding.
 * @returns whether all are settled
 */
function highOrder(best: Derivative, largest: Float64Array, sample: Sample): boolean {
  const { h, points, noise, relativeNoise, argumentError, widened } = sample;
  raise(largest, points);
  let settled = true;
  for (let k = 0; k < largest.length; k++) {
    const e1 = central(points, 1, k);
    const e2 = central(points, 2, k);
    const e3 = central(points, 3, k);
    const e4 = central(points, 4, k);
    const fourth = (8 * e1 - e2) / (12 * h);
    const sixth = (45 * e1 - 9 * e2 + e3) / (60 * h);
    const eighth = (672 * e1 - 168 * e2 + 32 * e3 - 3 * e4) / (840 * h);
    const own = relativeNoise * (largest[k] as number) + (noise === undefined ? 0 : (noise[k] as number));
    const rounding = (2.1 * own + Math.abs(eighth) * argumentError * 2.1) / h;
    const truncation = widened * nextTerm(e1 / (2 * h), fourth, sixth, eighth, h);
    keep(best, k, eighth, rounding + truncation);
    if (!(truncation <= widened * rounding)) settled = false;
  }
  return settled;
}

/** The largest |f(t)| seen, entry by entry, with the points of t = 3h and 4h. */
function raise(largest: Float64Array, points: Points): void {
  for (let n = 4; n < 8; n++) {
    const point = points[n] as number[];
    for (let k = 0; k < largest.length; k++)
      largest[k] = larger(largest[k] as number, Math.abs(point[k] as number));
  }
}

/** f(t) - f(-t) for t = nh, in entry k. */
function central(points: Points, n: number, k: number): number {
  const ahead = points[2 * n - 2] as number[];
  const behind = points[2 * n - 1] as number[];
  return (ahead[k] as number) - (behind[k] as number);
}

/**
 * The truncation error of order 8, from how the orders converge. For a function with its nearest singularity at
 * distance R, order 2p is off by about (p!)² (h/R)²ᵖ / (2p + 1): the disagreements shrink by a ratio that is at
 * most 12 h² for R = 1. A disagreement that is small by accident must not pass for convergence, so the worst of
 * that ratio and those seen counts.
 */
function nextTerm(second: number, fourth: number, sixth: number, eighth: number, h: number): number {
  const [e2, e4, e6] = [Math.abs(fourth - second), Math.abs(sixth - fourth), Math.abs(eighth - sixth)];
  const seen = Math.max(e4 === 0 ? 0 : e6 / e4, e2 === 0 ? 0 : e4 / e2);
  const ratio = Math.min(1, Math.max(4 * seen, 12 * h * h));
  return Math.max(e6 * ratio, e4 * ratio * ratio);
}
