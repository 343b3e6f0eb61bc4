/** Sums of exponentials, and ops made of them. */
import type { Shape } from '../../case/shape.js';
import type { Step, StepOf } from '../../case/vocabulary.js';
import { type Arithmetic, float64 } from '../arithmetic.js';
import type { Entries, Facts, Family, Kernel } from '../entry.js';
import { gathering } from '../facts.js';
import { many, normalization, reduction, sumOf } from '../folds.js';
import { ofAll, ofNormalization, ofReduction } from '../groups.js';
import { type Layout, ofSlices, overAxes } from '../layout.js';
import type { Precision } from '../precision.js';
import {
  byValue,
  constant,
  few,
  type OfSlopes,
  type OfValue,
  plain,
  type Rounding,
  summing,
} from '../rounding.js';
import { slicesOf } from '../slices.js';
import { listOf, zeroList } from '../zeros.js';

const exponentialSum: Facts = { ...gathering, slopes: 'curved over 1', shiftInvariant: true };

function largest<T>(x: Entries<T>, slice: Int32Array, m: Arithmetic<T>): T {
  let top = x[slice[0] as number] as T;
  for (const position of slice) if (m.compare(x[position] as T, top) > 0) top = x[position] as T;
  return top;
}

/** log Σ eˣ = t + log Σ eˣ⁻ᵗ with t the largest x, so that no exponential overflows; an infinite t would leave ∞ - ∞. */
function logSumExp<T>(x: Entries<T>, slice: Int32Array, m: Arithmetic<T>): T {
  if (slice.length === 0) return m.from(Number.NEGATIVE_INFINITY);
  const top = largest(x, slice, m);
  if (!m.isFinite(top)) return m.log(sumOf(slice, m, (at) => m.exp(x[at] as T)));
  return m.add(top, m.log(sumOf(slice, m, (at) => m.exp(m.subtract(x[at] as T, top)))));
}

const { exp, log } = float64;

/** The same in doubles, bit for bit: a call of a function for each term would take most of the time. */
function logSumExpOfDoubles(x: Entries<number>, slice: Int32Array): number {
  let top = x[slice[0] as number] as number;
  for (const at of slice) if ((x[at] as number) > top) top = x[at] as number;
  if (slice.length === 0 || slice.length > many || !Number.isFinite(top)) return logSumExp(x, slice, float64);
  let total = 0;
  for (const at of slice) total += exp((x[at] as number) - top);
  return top + log(total);
}

/** The mean over the rows of logsumexp - x[label]. */
const crossEntropy =
  <T>({ labels }: StepOf<'cross_entropy'>, m: Arithmetic<T>, { slices: rows }: Layout): Kernel<T> =>
  ([entries], out) => {
    const x = entries as Entries<T>;
    const total = sumOf(Int32Array.from(rows.keys()), m, (index) => {
      const row = rows[index] as Int32Array;
      const ofLabel = x[row[labels[index] as number] as number] as T;
      return m.subtract(logSumExp(x, row, m), ofLabel);
    });
    out[0] = m.divide(total, m.from(rows.length));
  };

/** x - max and x - logsumexp are rounded at the scale of x, and e^(…) makes that a relative error. */
function shiftedExponentials(x: Entries<number>, slice: Int32Array, precision: Precision): number {
  let top = 0;
  for (const at of slice) top = Math.max(top, Math.abs(x[at] as number));
  return 2 * few + summing(slice.length, precision) + 2 * top;
}

const bySlice: OfValue = ({ layout: { slices }, args: [x], precision }) =>
  listOf(slices.length, (k) => shiftedExponentials(x as Entries<number>, slices[k] as Int32Array, precision));

const byPosition: OfValue = ({ layout: { slices }, args: [x], out, precision }) => {
  const all = zeroList(out.length);
  for (const slice of slices) {
    const count = shiftedExponentials(x as Entries<number>, slice, precision);
    for (const position of slice) all[position] = count;
  }
  return all;
};

/** The rounding of a logarithm is absolute: besides that of its terms, the size of the result counts. */
const logarithmic = (ofTerms: OfValue): Pick<Rounding, 'coefficients' | 'magnitudes'> => ({
  coefficients: (evaluated) => {
    const counts = ofTerms(evaluated);
    for (let k = 0; k < counts.length; k++)
      counts[k] = (counts[k] as number) + few * Math.abs(evaluated.out[k] as number);
    return counts;
  },
  magnitudes: constant(() => 1),
});

/** A probability this small next to its neighbours counts as zero. */
const negligible = 2 ** -40;

/** Slopes by the entry at the output entry's own place cancel terms of this size; the others hardly do. */
const ownCancels =
  (size: (out: number) => number): OfSlopes =>
  ({ out }, _, group) =>
    listOf(out.length, (k) => (group[k] === k ? size(out[k] as number) : negligible));

/** (p - y)/N: 1/N cancels at the label, and hardly anything elsewhere. */
const crossEntropySlopes =
  (elsewhere: number): OfSlopes<StepOf<'cross_entropy'>> =>
  ({ step: { labels }, layout: { slices } }, _, group) => {
    const own = slices.some((row, index) => row[labels[index] as number] === group[0]);
    return Float64Array.of((own ? 1 : elsewhere) / (slices.length || 1));
  };

export const exponentials = {
  logsumexp: {
    ...exponentialSum,
    rounding: { ...logarithmic(bySlice), terms: byValue(() => 1), cancellation: byValue(() => negligible) },
    layout: overAxes,
    groups: ofReduction,
    kernel: (_, m, { slices }) => reduction(slices, (x, slice) => logSumExp(x, slice, m)),
    doubles: ({ slices }) => reduction(slices, logSumExpOfDoubles),
  },
  softmax: {
    ...exponentialSum,
    // Its slope is p(1 - p).
    rounding: {
      ...plain,
      coefficients: byPosition,
      terms: byValue((p) => p),
      cancellation: ownCancels((p) => p),
    },
    layout: overAxes,
    groups: ofNormalization,
    kernel: <T>(_: Step, m: Arithmetic<T>, { slices }: Layout) =>
      normalization<T>(slices, (x, slice) => {
        const top = largest(x, slice, m);
        const total = sumOf(slice, m, (at) => m.exp(m.subtract(x[at] as T, top)));
        return (at) => m.divide(m.exp(m.subtract(x[at] as T, top)), total);
      }),
  },
  logsoftmax: {
    ...exponentialSum,
    // Its slope is 1 - p.
    rounding: { ...logarithmic(byPosition), terms: byValue(() => 1), cancellation: ownCancels(() => 1) },
    layout: overAxes,
    groups: ofNormalization,
    kernel: <T>(_: Step, m: Arithmetic<T>, { slices }: Layout) =>
      normalization<T>(slices, (x, slice) => {
        const total = logSumExp(x, slice, m);
        return (at) => m.subtract(x[at] as T, total);
      }),
    doubles: ({ slices }) =>
      normalization(slices, (x, slice) => {
        const total = logSumExpOfDoubles(x, slice);
        return (at) => (x[at] as number) - total;
      }),
  },
  cross_entropy: {
    ...exponentialSum,
    rounding: {
      ...logarithmic((evaluated) =>
        Float64Array.of(
          summing(evaluated.layout.slices.length, evaluated.precision) + Math.max(0, ...bySlice(evaluated)),
        ),
      ),
      terms: crossEntropySlopes(1),
      cancellation: crossEntropySlopes(negligible),
    },
    layout: ({ op }, [logits]) => ofSlices(slicesOf(logits as Shape, 1, op)),
    readsAll: true,
    groups: ofAll,
    kernel: crossEntropy,
  },
} satisfies Family;
