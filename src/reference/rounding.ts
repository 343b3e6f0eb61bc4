/**
 * How much a careful implementation may lose to rounding, in units of its unit roundoff u. These are facts of
 * floating-point arithmetic about the usual formulas, not about any one implementation (docs/tolerance.md).
 */
import type { Step, StepOf } from '../program/step.js';
import type { Entries } from './kernels.js';
import type { Layout } from './layout.js';
import { nowhere } from './movements.js';
import type { ProductPlan } from './products.js';

/** A step with the values around it. */
export interface Evaluated {
  readonly step: Step;
  readonly layout: Layout;
  readonly args: readonly Entries<number>[];
  readonly out: readonly number[];
}

/** One number for each output entry. */
type OfValue = (evaluated: Evaluated) => Float64Array;
/** One number for each slope: of output entry k by the entry `group[k]` of the argument. */
export type OfSlopes = (evaluated: Evaluated, argument: number, group: Int32Array) => Float64Array;

/** What one op may lose. */
export interface Rounding {
  /** How many roundings an output entry takes, relative to its magnitude. */
  readonly coefficients: OfValue;
  /** The scale at which an output entry is rounded: |value|, or the terms' sizes where terms cancel. */
  readonly magnitudes: OfValue;
  /** The size of the terms of a slope's usual formula beyond its own: what its error is to be compared with. */
  readonly terms: OfSlopes;
  /** The scale at which a slope is rounded beyond its own size, where the usual formula cancels. */
  readonly cancellation: OfSlopes;
}

/** A handful of roundings: an exp or tanh within 2 units in the last place, then a product or two. */
export const few = 4;

/** A sum of n terms: √n roundings with overwhelming probability (Higham and Mary, 2019), times a margin. */
export const summing = (terms: number): number => 4 * Math.sqrt(terms);

/** The same number of roundings for every output entry. */
export const constant =
  (count: (evaluated: Evaluated) => number): OfValue =>
  (evaluated) =>
    new Float64Array(evaluated.out.length).fill(count(evaluated));

/** Output entry by output entry. */
const each =
  (size: (out: number, k: number, evaluated: Evaluated) => number): OfValue =>
  (evaluated) => {
    const sizes = new Float64Array(evaluated.out.length);
    for (let k = 0; k < sizes.length; k++) sizes[k] = size(evaluated.out[k] as number, k, evaluated);
    return sizes;
  };

/** Of terms whose size the output entry tells. */
const byValue =
  (size: (out: number) => number): OfSlopes =>
  ({ out }) =>
    Float64Array.from(out, size);

const noTerms: OfSlopes = ({ out }) => new Float64Array(out.length);

/** An elementary function, or a few products and sums of two terms. */
export const plain: Rounding = {
  coefficients: constant(() => few),
  magnitudes: each(Math.abs),
  terms: noTerms,
  cancellation: noTerms,
};

/** Rules whose derivative cancels terms of this size. */
const cancelling = (size: (out: number) => number): Rounding => ({
  ...plain,
  terms: byValue(size),
  cancellation: byValue(size),
});
/** 1 - y² */
export const tanhRounding = cancelling(() => 1);
/** y(1 - y) */
export const sigmoidRounding = cancelling((y) => y);

const logOf = (value: number): number => (value === 0 ? 0 : Math.log(Math.abs(value)));

/** e^(b·ln a) turns the rounding of b·ln a into a relative error of |b·ln a| u. */
export const powerRounding: Rounding = {
  ...plain,
  coefficients: each((_, k, { layout: { positions }, args: [a, b] }) => {
    const [left, right] = positions as [Int32Array, Int32Array];
    return few + Math.abs((b?.[right[k] as number] as number) * logOf(a?.[left[k] as number] as number));
  }),
};
export const powerScalarRounding: Rounding = {
  ...plain,
  coefficients: each((_, k, { step, args: [a] }) => {
    const { scalar } = step as StepOf<'power_scalar'>;
    return few + Math.abs(scalar * logOf(a?.[k] as number));
  }),
};

/** Σ|x| over each slice. */
const sumsOfSizes: OfValue = each((_, k, { layout, args: [x] }) =>
  (layout.slices[k] as Int32Array).reduce((sum, at) => sum + Math.abs(x?.[at] as number), 0),
);
export const sumRounding: Rounding = {
  ...plain,
  coefficients: constant(({ layout }) => few + summing(layout.slices[0]?.length ?? 0)),
  magnitudes: sumsOfSizes,
};
export const meanRounding: Rounding = {
  ...sumRounding,
  magnitudes: (evaluated) => {
    const count = evaluated.layout.slices[0]?.length || 1;
    return sumsOfSizes(evaluated).map((sum) => sum / count);
  },
};

/** Sums of products; an einsum of one operand is a plain sum. */
export const productRounding: Rounding = {
  ...plain,
  coefficients: constant(
    ({ layout: { product, slices } }) => few + summing((product?.a ?? slices[0])?.length ?? 0),
  ),
  magnitudes: (evaluated) =>
    evaluated.layout.product === undefined
      ? sumsOfSizes(evaluated)
      : sumsOfProducts(evaluated.layout.product, evaluated.args),
};

function sumsOfProducts({ a, b, size }: ProductPlan, [x, y]: readonly Entries<number>[]): Float64Array {
  const sums = new Float64Array(size);
  a.forEach((ofLeft, i) => {
    for (let k = 0; k < size; k++) {
      if (ofLeft[k] === nowhere) continue;
      const term = (x?.[ofLeft[k] as number] as number) * (y?.[b[i]?.[k] as number] as number);
      sums[k] = (sums[k] as number) + Math.abs(term);
    }
  });
  return sums;
}

/** The roundings of a slice's sum of exponentials, and the largest |x| in it. */
export function scaleOfLogits(x: Entries<number>, slice: Int32Array): { sums: number; top: number } {
  let top = 0;
  for (const at of slice) top = Math.max(top, Math.abs(x[at] as number));
  return { sums: 2 * few + summing(slice.length), top };
}

type Logits = ReturnType<typeof scaleOfLogits>;

/** x - max and x - logsumexp are rounded at the scale of x, and e^(…) makes that a relative error. */
export const exponentialRoundings = ({ sums, top }: Logits): number => sums + 2 * top;

/**
 * A logarithm of such a sum is rounded at the scale of x as well; but that is added to its own rounding, not relative
 * to its size.
 */
export const logarithmMagnitude = (logits: Logits, out: number): number =>
  ((1 + Math.abs(out) + 2 * logits.top) * logits.sums) / exponentialRoundings(logits);

/** A probability this small beside its neighbours is as good as zero. */
export const negligible = 2 ** -40;

/** Slopes by the entry at the output entry's own place cancel terms of this size; the others hardly do. */
const ownCancels =
  (size: (out: number) => number): OfSlopes =>
  ({ out }, _, group) =>
    Float64Array.from(out, (entry, k) => (group[k] === k ? size(entry) : negligible));

/** For an op that maps slices to slices, a number that depends on the slice and the entry. */
const inSlices =
  (size: (logits: Logits, out: number) => number): OfValue =>
  ({ layout: { slices }, args: [x], out }) => {
    const all = new Float64Array(out.length);
    for (const slice of slices) {
      const logits = scaleOfLogits(x as Entries<number>, slice);
      for (const position of slice) all[position] = size(logits, out[position] as number);
    }
    return all;
  };

/** The same for an op that reduces slices to entries. */
const bySlice = (size: (logits: Logits, out: number) => number): OfValue =>
  each((out, k, { layout: { slices }, args: [x] }) =>
    size(scaleOfLogits(x as Entries<number>, slices[k] as Int32Array), out),
  );

/** p(1 - p) */
export const softmaxRounding: Rounding = {
  ...plain,
  coefficients: inSlices(exponentialRoundings),
  terms: byValue((p) => p),
  cancellation: ownCancels((p) => p),
};
/** 1 - p */
export const logsoftmaxRounding: Rounding = {
  coefficients: inSlices(exponentialRoundings),
  magnitudes: inSlices(logarithmMagnitude),
  terms: byValue(() => 1),
  cancellation: ownCancels(() => 1),
};
export const logsumexpRounding: Rounding = {
  coefficients: bySlice(exponentialRoundings),
  magnitudes: bySlice(logarithmMagnitude),
  terms: byValue(() => 1),
  cancellation: byValue(() => negligible),
};
