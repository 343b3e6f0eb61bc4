/** Ops with means, variances and deviations in them. */
import { batchAxes } from '../../case/limits.js';
import type { Shape } from '../../case/shape.js';
import { unitRoundoff } from '../../case/tensor-data.js';
import type { Step, StepOf } from '../../case/vocabulary.js';
import { type Arithmetic, float64 } from '../arithmetic.js';
import type { Entries, Family, Kernel, ReferenceEntry } from '../entry.js';
import { gathering } from '../facts.js';
import { normalization, reduction, sum, sumOf } from '../folds.js';
import { ofAll, ofNormalization, ofReduction } from '../groups.js';
import { broadcasting, type Layout, ofSlices, overAxes } from '../layout.js';
import {
  constant,
  type Evaluated,
  few,
  type OfSlopes,
  overSlices,
  plain,
  type Rounding,
  summing,
} from '../rounding.js';
import { slicesOf } from '../slices.js';

type Norm = StepOf<'layer_norm' | 'batch_norm'>;

/** The sum of squared distances from the slice's mean. */
function squares<T>(x: Entries<T>, slice: Int32Array, m: Arithmetic<T>): T {
  const mean = m.divide(sum(x, slice, m), m.from(slice.length));
  return sumOf(slice, m, (at) => {
    const off = m.subtract(x[at] as T, mean);
    return m.multiply(off, off);
  });
}

/** (x - mean) / √(variance + eps) of each entry, by its position. */
export function standardized<T>(
  x: Entries<T>,
  slice: Int32Array,
  eps: T,
  m: Arithmetic<T>,
): (position: number) => T {
  const count = m.from(slice.length);
  const mean = m.divide(sum(x, slice, m), count);
  const deviation = m.sqrt(m.add(m.divide(squares(x, slice, m), count), eps));
  return (at) => m.divide(m.subtract(x[at] as T, mean), deviation);
}

function meanSquare<T>(_: Step, m: Arithmetic<T>, { positions: [p, q] }: Layout): Kernel<T> {
  const pairs = Int32Array.from(p?.keys() ?? []);
  return ([x, y], out) => {
    const total = sumOf(pairs, m, (k) => {
      const off = m.subtract(x?.[p?.[k] as number] as T, y?.[q?.[k] as number] as T);
      return m.multiply(off, off);
    });
    out[0] = m.divide(total, m.from(pairs.length));
  };
}

export const at = (x: Entries<number> | undefined, position: number): number => x?.[position] as number;
export const sizeAt = (x: Entries<number> | undefined, position: number): number => Math.abs(at(x, position));

/** A slice's mean of |x|, at which its mean and so every deviation is rounded; and its variance. */
export function momentsOf(x: Entries<number> | undefined, slice: Int32Array) {
  const count = slice.length || 1;
  const mean = slice.reduce((sum, position) => sum + at(x, position), 0) / count;
  return {
    mean,
    size: slice.reduce((sum, position) => sum + sizeAt(x, position), 0) / count,
    variance: slice.reduce((sum, position) => sum + (at(x, position) - mean) ** 2, 0) / count,
  };
}

/** A deviation d is off by u(|d| + mean|x|), and its square by twice |d| times that. */
const varTerms: OfSlopes<StepOf<'var'>> = ({ step: { correction }, layout, args: [x] }, _, group) =>
  Float64Array.from(layout.slices, (slice, k) => {
    const { size } = momentsOf(x, slice);
    return (2 * (sizeAt(x, group[k] as number) + size)) / (slice.length - correction);
  });

/** The square of what a deviation is off by, u·mean|x|, is all that is left where the entries are equal. */
const leastSquare = unitRoundoff.float32;

const varRounding: Rounding<StepOf<'var'>> = {
  coefficients: overSlices,
  magnitudes({ step: { correction }, layout, args: [x], precision }) {
    const square = Math.max(leastSquare, precision.u);
    return Float64Array.from(layout.slices, (slice) => {
      const { mean, size } = momentsOf(x, slice);
      const sum = slice.reduce((total, position) => {
        const deviation = Math.abs(at(x, position) - mean);
        return total + 2 * deviation * (deviation + size) + square * size * size;
      }, 0);
      return sum / (slice.length - correction);
    });
  },
  terms: varTerms,
  cancellation: varTerms,
};

/** The norm of the deviations is off by no more than the norm of what each of them is off by. */
const stdRounding: Rounding<StepOf<'std'>> = {
  coefficients: overSlices,
  magnitudes({ step: { correction }, layout, args: [x] }) {
    return Float64Array.from(layout.slices, (slice) => {
      const { mean, size } = momentsOf(x, slice);
      const sum = slice.reduce(
        (total, position) => total + (Math.abs(at(x, position) - mean) + size) ** 2,
        0,
      );
      return Math.sqrt(sum / (slice.length - correction));
    });
  },
  terms: (evaluated, _, group) => stdTerms(evaluated, group),
  cancellation: (evaluated, _, group) => stdTerms(evaluated, group),
};

/** Of the slope d/((N - correction)·std): a deviation d is off by |x| + mean|x|, and the std by that of all. */
function stdTerms(evaluated: Evaluated<StepOf<'std'>>, group: Int32Array): Float64Array {
  const { step, layout, args, out } = evaluated;
  const off = stdRounding.magnitudes(evaluated);
  return Float64Array.from(layout.slices, (slice, k) => {
    const { mean, size } = momentsOf(args[0], slice);
    const std = out[k] as number;
    // Doubles cannot tell it from 0, and at the tip the interval decides.
    if (std <= 2 ** -50 * (off[k] as number)) return 0;
    const own = at(args[0], group[k] as number);
    const lost = Math.abs(own) + size + (Math.abs(own - mean) * (off[k] as number)) / std;
    return lost / ((slice.length - step.correction) * std);
  });
}

/** Of one entry of a standardized slice. */
export interface Standardized {
  /** √(variance + eps) */
  readonly deviation: number;
  readonly count: number;
  /** How far the deviation is off, relative to itself: its variance is off by that of `var`. */
  readonly offDeviation: number;
  /** How far the entry is off: x - mean at the size of x and mean|x|, and the division by the deviation. */
  readonly off: number;
}

function standardizedOf({ step: { eps }, layout, args: [x], out }: Evaluated<Norm>): Standardized[] {
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
const normTerms: OfSlopes<Norm> = (evaluated, _, group) => {
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
const normRounding: Rounding<Norm> = {
  coefficients: overSlices,
  magnitudes: (evaluated) => Float64Array.from(standardizedOf(evaluated), ({ off }) => off),
  terms: normTerms,
  cancellation: normTerms,
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
const mseRounding: Rounding = {
  ...plain,
  coefficients: constant(
    ({ layout, precision }) => few + summing(layout.positions[0]?.length ?? 0, precision),
  ),
  terms: mseSlopes((x, y) => Math.abs(x) + Math.abs(y)),
  // Of entries that are given, the difference is rounded at its own size.
  cancellation: mseSlopes((x, y) => Math.abs(x - y)),
};

/** √(variance + eps) of each slice. The singularities of 1/√(variance + eps) lie twice as far away at least. */
function deviations({ eps }: Norm, { slices }: Layout, [x = []]: readonly Entries<number>[]): Float64Array {
  const all = new Float64Array(x.length);
  for (const slice of slices) {
    const deviation = Math.sqrt(momentsOf(x, slice).variance + eps);
    for (const position of slice) all[position] = deviation;
  }
  return all;
}

const standardizing: Omit<ReferenceEntry<Norm>, 'layout'> = {
  ...gathering,
  squares: true,
  slopes: 'curved over the deviation',
  shiftInvariant: true,
  rounding: normRounding,
  cheap: true,
  deviations,
  groups: ofNormalization,
  kernel(step, m, { slices }) {
    const eps = m.from(step.eps);
    return normalization(slices, (x, slice) => standardized(x, slice, eps, m));
  },
};

/** For each entry, how far its slice is from its tip: no singularity is nearer. At the tip itself, any distance. */
const distances =
  (ofSlice: (x: Entries<number>, slice: Int32Array) => number) =>
  (_: Step, { slices }: Layout, [x = []]: readonly Entries<number>[]): Float64Array => {
    const all = new Float64Array(x.length);
    for (const slice of slices) {
      const distance = ofSlice(x, slice) || 1;
      for (const position of slice) all[position] = distance;
    }
    return all;
  };

const squareSum = <T>(x: Entries<T>, slice: Int32Array, m: Arithmetic<T>): T =>
  sumOf(slice, m, (position) => m.multiply(x[position] as T, x[position] as T));

export const statistics = {
  std: {
    ...gathering,
    slopes: 'curved over the deviation',
    shiftInvariant: true,
    rounding: stdRounding,
    cheap: true,
    deviations: distances((x, slice) => Math.sqrt(momentsOf(x, slice).variance)),
    layout: overAxes,
    groups: ofReduction,
    kernel: ({ correction }, m, { slices }) =>
      reduction(slices, (x, slice) =>
        m.sqrt(m.divide(squares(x, slice, m), m.from(slice.length - correction))),
      ),
  },
  norm: {
    ...gathering,
    cancels: false,
    slopes: 'curved over the deviation',
    rounding: { ...plain, coefficients: overSlices },
    cheap: true,
    deviations: distances((x, slice) => Math.sqrt(squareSum(x, slice, float64))),
    layout: overAxes,
    groups: ofReduction,
    kernel: (_, m, { slices }) => reduction(slices, (x, slice) => m.sqrt(squareSum(x, slice, m))),
  },
  var: {
    ...gathering,
    squares: true,
    shiftInvariant: true,
    rounding: varRounding,
    cheap: true,
    layout: overAxes,
    groups: ofReduction,
    kernel: ({ correction }, m, { slices }) =>
      reduction(slices, (x, slice) => m.divide(squares(x, slice, m), m.from(slice.length - correction))),
  },
  layer_norm: { ...standardizing, layout: overAxes },
  batch_norm: {
    ...standardizing,
    layout: ({ op }, [a]) => ofSlices(slicesOf(a as Shape, batchAxes(a as Shape), op)),
  },
  mse_loss: {
    ...gathering,
    squares: true,
    rounding: mseRounding,
    cheap: true,
    layout: broadcasting,
    readsAll: true,
    groups: ofAll,
    kernel: meanSquare,
  },
} satisfies Family;
