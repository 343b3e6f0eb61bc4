/**
 * The slope of a curve of which nothing is known but its values: central and one-sided differences, extrapolated
 * (Ridders, "Accurate computation of F'(x) and F'(x)F''(x)", Adv. Eng. Software 4, 1982), with a bound on the error
 * of each. A kink shows as two one-sided slopes that differ by more than their bounds.
 */

/** The right slopes at a point: an interval at a kink, else a number. */
export interface Slope {
  readonly value: number;
  /** Half the width of the interval. */
  readonly spread: number;
  /** A bound on the error of its ends; ∞ if the differences do not converge: near a jump, or in too much noise. */
  readonly error: number;
  /** The steepest quotient of the longest steps: what its error is to be compared with where the slope itself is zero. */
  readonly steepest?: number;
  /** All values were the same. */
  readonly still?: true;
  /** Some neighbours were the same, and others were not: the function may move in stairs. */
  readonly stairs?: true;
}

export const unknownSlope: Slope = { value: Number.NaN, spread: 0, error: Number.POSITIVE_INFINITY };

/** A curve's values around 0, at steps that halve: f(0), f(±h), f(±h/2), … */
export interface Samples {
  readonly center: number;
  /** The first step, and how many there are. */
  readonly first: number;
  readonly ahead: readonly number[];
  readonly behind: readonly number[];
  /** What one value may be off by. */
  readonly noise: number;
  /** What a function that does not move at all may hide: values on its way are rounded at the size of its inputs. */
  readonly hidden: number;
}

/** Ridders' estimate is of the entry of lower order; entries that agree by accident are why it counts twice. */
const caution = 2;

interface Estimate {
  readonly value: number;
  readonly error: number;
}

const none: Estimate = { value: Number.NaN, error: Number.POSITIVE_INFINITY };

/** @returns the slope at 0, by the values given */
export function slopeOf(samples: Samples): Slope {
  const { center, ahead, behind, noise, hidden, first } = samples;
  const isStill = (side: readonly number[]) => side.every((value) => value === center);
  if (isStill(ahead) && isStill(behind))
    return { value: 0, spread: 0, error: (noise + hidden) / first, still: true };
  if (isJump(samples)) return unknownSlope;
  const steepest = steepestOf(samples);
  const found = { ...settledSlope(samples, steepest), steepest };
  const isFlat = (side: readonly number[]) => side.some((value, n) => value === (side[n + 1] ?? center));
  return isFlat(ahead) || isFlat(behind) ? { ...found, stairs: true } : found;
}

/** By the longest steps, which noise can make least of. */
const steepestOf = ({ center, ahead, behind, first }: Samples): number => {
  const quotients = [ahead[0], behind[0]].map((value) => Math.abs((value as number) - center) / first);
  return Math.max(0, ...quotients.filter(Number.isFinite));
};

/** What the two sides differ by hardly shrinks, though the steps do a hundredfold: quotients would grow without end. */
function isJump({ ahead, behind, noise }: Samples): boolean {
  const apart = ahead.map((value, n) => Math.abs(value - (behind[n] as number)));
  const last = apart.at(-1) as number;
  return last > 16 * noise && last > Math.max(...apart) / 4;
}

function slopeOrKink(samples: Samples): Slope {
  const both = central(samples);
  const [right, left] = [oneSided(samples, samples.ahead, 1), oneSided(samples, samples.behind, -1)];
  const apart = Math.abs(right.value - left.value);
  const known = right.error + left.error;
  // Sides that differ by more than both their bounds: a kink, unless it is the sides that do not converge.
  if (apart > 4 * known && known < apart / 8 && !isSmooth(both, left, right)) {
    return {
      value: (left.value + right.value) / 2,
      spread: apart / 2,
      error: Math.max(left.error, right.error),
    };
  }
  return { value: both.value, spread: 0, error: both.error };
}

/** A fraction of the steepest quotient: a slope that is known worse may be one that extrapolation has the wrong powers for. */
const settled = 2 ** -20;

function settledSlope(samples: Samples, steepest: number): Slope {
  const found = slopeOrKink(samples);
  if (found.error <= settled * steepest) return found;
  const byPower = slopeByPower(samples);
  return byPower !== undefined && byPower.error < found.error / 8 ? byPower : found;
}

/** Where the quotients are off by a power of the step that is no whole number, as of x√x at 0. */
function slopeByPower({ center, first, ahead, behind, noise }: Samples): Slope | undefined {
  const [right, left] = [ahead, behind].map((side, n) => {
    const sign = n === 0 ? 1 : -1;
    return limitByPower(
      side.map((value, at) => (sign * (value - center)) / stepAt(first, at)),
      (2 * noise) / stepAt(first, side.length - 1),
    );
  });
  if (right === undefined || left === undefined) return undefined;
  const apart = Math.abs(right.value - left.value);
  const error = Math.max(right.error, left.error);
  return {
    value: (right.value + left.value) / 2,
    spread: apart > 8 * error ? apart / 2 : 0,
    error: error + (apart > 8 * error ? 0 : apart / 2),
  };
}

/** The limit of L + c·rⁿ (Aitken, 1926). Undefined if the quotients are no such sequence, or if they diverge. */
function limitByPower(quotients: readonly number[], noise: number): Estimate | undefined {
  const steps = quotients.slice(1).map((quotient, n) => quotient - (quotients[n] as number));
  if (steps.every((step) => step === 0)) return { value: quotients.at(-1) as number, error: noise };
  const ratios = steps.slice(1).map((step, n) => step / (steps[n] as number));
  const ratio = ratios.at(-1) as number;
  const last = ratios.slice(-3);
  if (!(ratio > 0.2 && ratio < 0.9 && Math.max(...last) - Math.min(...last) < alikeRatios)) return undefined;
  const limits = last.map((each, n) => {
    const at = quotients.length - last.length + n;
    return (quotients[at] as number) + ((steps[at - 1] as number) * each) / (1 - each);
  });
  const value = limits.at(-1) as number;
  const truncation = Math.max(...limits.map((limit) => Math.abs(limit - value)));
  return { value, error: caution * truncation + (8 * noise) / (1 - ratio) ** 2 };
}
const alikeRatios = 2 ** -6;

/** The central slope agrees with both sides, which a kink's does not. */
const isSmooth = (both: Estimate, left: Estimate, right: Estimate): boolean =>
  [left, right].every((side) => Math.abs(side.value - both.value) <= 4 * (side.error + both.error));

/** (f(h) - f(-h)) / 2h, whose error has even powers of h alone. */
function central({ first, ahead, behind, noise }: Samples): Estimate {
  const quotients = ahead.map((value, at) => (value - (behind[at] as number)) / (2 * stepAt(first, at)));
  return extrapolated(quotients, 4, (at) => noise / stepAt(first, at));
}

/** (f(h) - f(0)) / h on one side, whose error has all powers of h. */
function oneSided({ first, center, noise }: Samples, side: readonly number[], sign: 1 | -1): Estimate {
  const quotients = side.map((value, at) => (sign * (value - center)) / stepAt(first, at));
  return extrapolated(quotients, 2, (at) => (2 * noise) / stepAt(first, at));
}

const stepAt = (first: number, at: number): number => first * 2 ** -at;

/**
 * The best entry of the table whose columns cancel one power after the other.
 * @param base by how much each column's power of the step shrinks when the step is halved: 2, 4, 8 … or 4, 16, 64 …
 * @param noiseAt what noise may add to a quotient
 */
function extrapolated(quotients: readonly number[], base: 2 | 4, noiseAt: (at: number) => number): Estimate {
  let best = none;
  let before: readonly number[] = [];
  for (const [at, quotient] of quotients.entries()) {
    const row = [quotient];
    for (let column = 1; column <= Math.min(at, mostColumns); column++) {
      const factor = base ** column;
      const finer = row[column - 1] as number;
      const value = finer + (finer - (before[column - 1] as number)) / (factor - 1);
      row.push(value);
      // Ridders' estimate: by how much it differs from the two entries that it is made of.
      const truncation = Math.max(Math.abs(value - finer), Math.abs(value - (before[column - 1] as number)));
      const error = caution * truncation + amplified(base) * noiseAt(at);
      best = preferred(best, { value, error });
    }
    before = row;
  }
  return best;
}

/**
 * The estimate with the smaller bound. If a later one, of finer steps, differs by more than both bounds, the earlier bound was
 * an accident: it is raised to what they differ by.
 */
function preferred<E extends { readonly value: number; readonly error: number }>(earlier: E, later: E): E {
  const gap = Math.abs(later.value - earlier.value) - later.error;
  const doubted = gap > earlier.error ? { ...earlier, error: gap } : earlier;
  return later.error < doubted.error ? later : doubted;
}

const mostColumns = 4;

/** What the columns' weights make of the noise of the quotients: ∏ (b + 1) / (b - 1) over the powers. */
const amplified = (base: 2 | 4): number => (base === 2 ? 8 : 2.2);
