/**
 * How much a careful implementation may lose to rounding, in units of its unit roundoff u. These are facts of
 * floating-point arithmetic about the usual formulas, not about any one implementation (docs/tolerance.md).
 */
import type { Step, StepOf } from '../case/step.js';
import type { Entries } from './kernels.js';
import type { Layout } from './layout.js';
import { nowhere } from './movements.js';
import { leftPosition, type ProductPlan, slopeTerms } from './products.js';

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
/** y(1 - y), or a quarter of 1 - tanh²(x/2), which cancels on the left as well. */
export const sigmoidRounding = cancelling((y) => Math.max(y, 1 / 4));

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

/** A slope of a sum of products may itself be a sum whose terms cancel. */
const factorTerms: OfSlopes = ({ layout: { product }, args, out }, argument, group) =>
  (product && slopeTerms(product, args, argument, group)) ?? new Float64Array(out.length);

/** Sums of products; an einsum of one operand is a plain sum. */
export const productRounding: Rounding = {
  coefficients: constant(
    ({ layout: { product, slices } }) => few + summing(product?.inner ?? slices[0]?.length ?? 0),
  ),
  magnitudes: (evaluated) =>
    evaluated.layout.product === undefined
      ? sumsOfSizes(evaluated)
      : sumsOfProducts(evaluated.layout.product, evaluated.args),
  terms: factorTerms,
  cancellation: factorTerms,
};

function sumsOfProducts(plan: ProductPlan, [x, y]: readonly Entries<number>[]): Float64Array {
  const { inner, b } = plan;
  return Float64Array.from(b.start, (start, k) => {
    let sum = 0;
    for (let i = 0; i < inner; i++) {
      const p = leftPosition(plan, k, i);
      if (p !== nowhere) sum += Math.abs((x?.[p] as number) * (y?.[start + (b.step[i] as number)] as number));
    }
    return sum;
  });
}

/** x - max and x - logsumexp are rounded at the scale of x, and e^(…) makes that a relative error. */
export function shiftedExponentials(x: Entries<number>, slice: Int32Array): number {
  const top = slice.reduce((most, at) => Math.max(most, Math.abs(x[at] as number)), 0);
  return 2 * few + summing(slice.length) + 2 * top;
}

/** A probability this small beside its neighbours is as good as zero. */
export const negligible = 2 ** -40;

/** Slopes by the entry at the output entry's own place cancel terms of this size; the others hardly do. */
const ownCancels =
  (size: (out: number) => number): OfSlopes =>
  ({ out }, _, group) =>
    Float64Array.from(out, (entry, k) => (group[k] === k ? size(entry) : negligible));

const exponentialSlices: OfValue = ({ layout: { slices }, args: [x], out }) => {
  const all = new Float64Array(out.length);
  for (const slice of slices) {
    const count = shiftedExponentials(x as Entries<number>, slice);
    for (const position of slice) all[position] = count;
  }
  return all;
};

/** The rounding of a logarithm is absolute: beside that of its terms, it counts the size of the result. */
export const logarithmic =
  (ofTerms: OfValue): OfValue =>
  (evaluated) =>
    ofTerms(evaluated).map((count, k) => count + few * Math.abs(evaluated.out[k] as number));

/** p(1 - p) */
export const softmaxRounding: Rounding = {
  ...plain,
  coefficients: exponentialSlices,
  terms: byValue((p) => p),
  cancellation: ownCancels((p) => p),
};
/** 1 - p */
export const logsoftmaxRounding: Rounding = {
  coefficients: logarithmic(exponentialSlices),
  magnitudes: constant(() => 1),
  terms: byValue(() => 1),
  cancellation: ownCancels(() => 1),
};
export const logsumexpRounding: Rounding = {
  coefficients: logarithmic(({ layout: { slices }, args: [x] }) =>
    Float64Array.from(slices, (slice) => shiftedExponentials(x as Entries<number>, slice)),
  ),
  magnitudes: constant(() => 1),
  terms: byValue(() => 1),
  cancellation: byValue(() => negligible),
};
