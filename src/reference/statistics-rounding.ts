/** What ops with means, deviations and running sums in them may lose to rounding; see rounding.ts. */
import type { Step, StepOf } from '../case/step.js';
import { unitRoundoff } from '../case/tensor-data.js';
import type { Entries } from './kernels.js';
import type { Layout } from './layout.js';
import {
  constant,
  type Evaluated,
  few,
  logarithmic,
  negligible,
  type OfSlopes,
  plain,
  type Rounding,
  shiftedExponentials,
  summing,
} from './rounding.js';

const at = (x: Entries<number> | undefined, position: number): number => x?.[position] as number;
const sizeAt = (x: Entries<number> | undefined, position: number): number => Math.abs(at(x, position));

/** Two elementary functions, e^-|x| and ln(1 + …). */
export const softplusRounding: Rounding = { ...plain, coefficients: constant(() => 2 * few) };

/** ½x(1 + erf …) cancels where erf is near -1; so does Φ(x) + xφ(x), whose terms are at most 1, in its first. */
const geluTerms: OfSlopes = ({ step, args: [x], out }) => {
  const exact = (step as StepOf<'gelu'>).approximate === 'none';
  // The other form has ½x(1 - t²)z′, with terms of the size of ½xz′ for all x.
  const inner = (entry: number) => Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * entry * entry);
  return Float64Array.from(out, (_, k) => 1 + (exact ? 0 : (sizeAt(x, k) / 2) * inner(at(x, k))));
};
export const geluRounding: Rounding = {
  coefficients: constant(() => 2 * few),
  magnitudes: ({ args: [x], out }) => Float64Array.from(out, (_, k) => sizeAt(x, k)),
  terms: geluTerms,
  cancellation: geluTerms,
};

export const cumsumRounding: Rounding = {
  ...plain,
  coefficients: constant(({ layout }) => few + summing(layout.slices[0]?.length ?? 0)),
  magnitudes({ layout, args: [x], out }) {
    const sizes = new Float64Array(out.length);
    for (const slice of layout.slices) {
      let sum = 0;
      for (const position of slice) sizes[position] = sum += sizeAt(x, position);
    }
    return sizes;
  },
};

/** A slice's mean of |x|, at which its mean and so every deviation is rounded; and its variance. */
function momentsOf(x: Entries<number> | undefined, slice: Int32Array) {
  const count = slice.length || 1;
  const mean = slice.reduce((sum, position) => sum + at(x, position), 0) / count;
  return {
    mean,
    size: slice.reduce((sum, position) => sum + sizeAt(x, position), 0) / count,
    variance: slice.reduce((sum, position) => sum + (at(x, position) - mean) ** 2, 0) / count,
  };
}

/** A deviation d is off by u(|d| + mean|x|), and its square by twice |d| times that. */
const varTerms: OfSlopes = ({ step, layout, args: [x] }, _, group) => {
  const { correction } = step as StepOf<'var'>;
  return Float64Array.from(layout.slices, (slice, k) => {
    const { size } = momentsOf(x, slice);
    return (2 * (sizeAt(x, group[k] as number) + size)) / (slice.length - correction);
  });
};
/** The square of what a deviation is off by, u·mean|x|, is all that is left where the entries are equal. */
const coarsest = unitRoundoff.float32;

export const varRounding: Rounding = {
  coefficients: constant(({ layout }) => few + summing(layout.slices[0]?.length ?? 0)),
  magnitudes({ step, layout, args: [x] }) {
    const { correction } = step as StepOf<'var'>;
    return Float64Array.from(layout.slices, (slice) => {
      const { mean, size } = momentsOf(x, slice);
      const sum = slice.reduce((total, position) => {
        const deviation = Math.abs(at(x, position) - mean);
        return total + 2 * deviation * (deviation + size) + coarsest * size * size;
      }, 0);
      return sum / (slice.length - correction);
    });
  },
  terms: varTerms,
  cancellation: varTerms,
};

/** Of one entry of a standardized slice. */
interface Standardized {
  /** √(variance + eps) */
  readonly deviation: number;
  readonly count: number;
  /** How far the deviation is off, relative to itself: its variance is off by that of `var`. */
  readonly offDeviation: number;
  /** How far the entry is off: x - mean at the size of x and mean|x|, and the division by the deviation. */
  readonly off: number;
}

function standardizedOf({ step, layout, args: [x], out }: Evaluated): Standardized[] {
  const { eps } = step as StepOf<'layer_norm' | 'batch_norm'>;
  const all = new Array<Standardized>(out.length);
  for (const slice of layout.slices) {
    const { size, variance } = momentsOf(x, slice);
    const deviation = Math.sqrt(variance + eps);
    const offDeviation = 1 + size / deviation;
    for (const position of slice) {
      const off = (sizeAt(x, position) + size) / deviation + sizeAt(out, position) * offDeviation;
      all[position] = { deviation, count: slice.length, offDeviation, off };
    }
  }
  return all;
}

/** The terms of (δ - 1/N - yₖyⱼ/N) / deviation, and what the entries' own roundings make of them. */
const normTerms: OfSlopes = (evaluated, _, group) => {
  const entries = standardizedOf(evaluated);
  return Float64Array.from(evaluated.out, (y, k) => {
    const j = group[k] as number;
    const [own, other] = [entries[k], entries[j]] as [Standardized, Standardized];
    const [yk, yj] = [Math.abs(y), sizeAt(evaluated.out, j)];
    const terms = (j === k ? 1 : 0) + (1 + yk * yj) / own.count;
    const ofEntries = (yk * other.off + own.off * yj) / own.count;
    return (terms * own.offDeviation + ofEntries) / own.deviation;
  });
};
export const normRounding: Rounding = {
  coefficients: constant(({ layout }) => few + summing(layout.slices[0]?.length ?? 0)),
  magnitudes: (evaluated) => Float64Array.from(standardizedOf(evaluated), ({ off }) => off),
  terms: normTerms,
  cancellation: normTerms,
};

/** (p - y)/N: 1/N cancels at the label, and hardly anything elsewhere. */
const crossEntropySlopes =
  (elsewhere: number): OfSlopes =>
  ({ step, layout: { slices } }, _, group) => {
    const { labels } = step as StepOf<'cross_entropy'>;
    const own = slices.some((row, index) => row[labels[index] as number] === group[0]);
    return Float64Array.of((own ? 1 : elsewhere) / (slices.length || 1));
  };
export const crossEntropyRounding: Rounding = {
  coefficients: logarithmic(({ layout: { slices }, args: [x] }) => {
    const rows = slices.map((row) => shiftedExponentials(x as Entries<number>, row));
    return Float64Array.of(summing(slices.length) + Math.max(0, ...rows));
  }),
  magnitudes: constant(() => 1),
  terms: crossEntropySlopes(1),
  cancellation: crossEntropySlopes(negligible),
};

/** 2(a - b)/N, added up where an entry was broadcast: `size` says how large a - b counts. */
const mseSlopes =
  (size: (x: number, y: number) => number): OfSlopes =>
  ({ layout: { positions }, args: [a, b] }, argument, group) => {
    const [p, q] = positions as [Int32Array, Int32Array];
    const own = argument === 0 ? p : q;
    let sum = 0;
    own.forEach((position, k) => {
      if (position === group[0]) sum += size(at(a, p[k] as number), at(b, q[k] as number));
    });
    return Float64Array.of((2 * sum) / (p.length || 1));
  };
export const mseRounding: Rounding = {
  ...plain,
  coefficients: constant(({ layout }) => few + summing(layout.positions[0]?.length ?? 0)),
  terms: mseSlopes((x, y) => Math.abs(x) + Math.abs(y)),
  // Of entries that are given, the difference is rounded at its own size.
  cancellation: mseSlopes((x, y) => Math.abs(x - y)),
};

/**
 * For layer_norm and batch_norm, how far each entry may move: √(variance + eps) of its slice. The singularities of
 * 1/√(variance + eps) lie twice as far away at least. Undefined for other ops.
 */
export function deviationsOf(step: Step, { slices }: Layout, x: Entries<number>): Float64Array | undefined {
  if (step.op !== 'layer_norm' && step.op !== 'batch_norm') return undefined;
  const all = new Float64Array(x.length);
  for (const slice of slices) {
    const deviation = Math.sqrt(momentsOf(x, slice).variance + step.eps);
    for (const position of slice) all[position] = deviation;
  }
  return all;
}
