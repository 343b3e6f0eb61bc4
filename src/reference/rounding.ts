/**
 * How much rounding may cost a careful implementation, in units of its unit roundoff u. These are facts of
 * floating-point arithmetic about the usual formulas, not about any one implementation (docs/tolerance.md). This file
 * has what several ops share; the rest is with each op.
 */
import { at } from '../case/at.js';
import type { Step } from '../case/vocabulary.js';
import type { Entries } from './entry.js';
import type { Layout } from './layout.js';
import { mayOverflow, type Precision } from './precision.js';
import { largestIn } from './sizes.js';
import { listOf, sharedZeros, zeroList } from './zeros.js';

/** A step with the values around it. */
export interface Evaluated<S extends Step = Step> {
  readonly step: S;
  readonly layout: Layout;
  readonly args: readonly Entries<number>[];
  readonly out: readonly number[];
  readonly precision: Precision;
}

/** What one op may lose. */
export interface Rounding<S extends Step = Step> {
  /** How many roundings an output entry takes, relative to its magnitude. */
  coefficients(evaluated: Evaluated<S>): Float64Array;
  /** The scale at which an output entry is rounded: |value|, or the terms' sizes where terms cancel. */
  magnitudes(evaluated: Evaluated<S>): Float64Array;
  /**
   * The size of the terms of a slope's usual formula beyond its own: what its error is to be compared with. Nobody writes
   * to this list, nor to the next one.
   */
  terms(evaluated: Evaluated<S>, argument: number, group: Int32Array): Float64Array;
  /** The scale at which a slope is rounded beyond its own size, where the usual formula cancels. */
  cancellation(evaluated: Evaluated<S>, argument: number, group: Int32Array): Float64Array;
}

/** One number for each output entry. */
export type OfValue<S extends Step = Step> = (evaluated: Evaluated<S>) => Float64Array;
/** One number for each slope: of output entry k by the entry `group[k]` of the argument. */
export type OfSlopes<S extends Step = Step> = Rounding<S>['terms'];

/** A handful of roundings: an exp or tanh within 2 units in the last place, then a product or two. */
export const few = 4;

/**
 * A sum of n terms: √n roundings with overwhelming probability (Higham and Mary, 2019), times a margin. In few digits
 * roundings are not random: once the sum is large, each term may be lost in the same way. Then all n are counted.
 */
export function summing(terms: number, { addition, coarse }: Precision): number {
  const likely = 4 * Math.sqrt(terms);
  return coarse && addition === 1 ? Math.max(likely, terms) : addition * likely;
}

const largestOf = (args: readonly Entries<number>[]): number =>
  args.reduce((most, entries) => Math.max(most, largestIn(entries)), 0);

/** What a step loses where something on the way underflows, in units of u: as in xσ(x), arguments may multiply it. */
export const underflowIn = (args: readonly Entries<number>[], { underflow }: Precision): number =>
  underflow === 0 ? 0 : few * underflow * (1 + largestOf(args));

/** Whether squares of a step's arguments may be infinite. */
export const squaresOverflow = (args: readonly Entries<number>[], precision: Precision): boolean =>
  precision.coarse && mayOverflow(largestOf(args) ** 2, few, precision);

/** The same number of roundings for every output entry. */
export const constant =
  (count: (evaluated: Evaluated) => number): OfValue =>
  (evaluated) =>
    zeroList(evaluated.out.length).fill(count(evaluated));

/** Output entry by output entry. */
export const each =
  <S extends Step>(size: (out: number, k: number, evaluated: Evaluated<S>) => number): OfValue<S> =>
  (evaluated) => {
    const sizes = zeroList(evaluated.out.length);
    for (let k = 0; k < sizes.length; k++) sizes[k] = size(evaluated.out[k] as number, k, evaluated);
    return sizes;
  };

/** Of terms whose size the output entry tells. */
export const byValue =
  (size: (out: number) => number): OfSlopes =>
  ({ out }) =>
    listOf(out.length, (k) => size(out[k] as number));

const noTerms: OfSlopes = ({ out }) => sharedZeros(out.length);

/** An elementary function, or a few products and sums of two terms. */
export const plain: Rounding = {
  coefficients: constant(() => few),
  magnitudes: each(Math.abs),
  terms: noTerms,
  cancellation: noTerms,
};

/** The terms of each slice, added up. */
export const overSlices = constant(
  ({ layout, precision }) => few + summing(layout.slices[0]?.length ?? 0, precision),
);

/** Σ|x| over each slice. */
export const sumsOfSizes: OfValue = each((_, k, { layout, args: [x] }) =>
  at(layout.slices, k).reduce((sum, at) => sum + Math.abs(x?.[at] as number), 0),
);
