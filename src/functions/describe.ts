/** What a function takes: samples, or a description from which sizes and numbers are drawn. */
import { nameOf } from '../case/print.js';
import type { DType } from '../case/tensor-data.js';

/** A number, or a name: the same name is the same size wherever it stands. */
export type Size = number | string;

/**
 * Where the entries lie: any numbers; numbers > 0; numbers that are not near 0; whole numbers; between two bounds, which
 * are not reached; or whole numbers between two bounds, which are. A bound may be the name of a size, less one: labels
 * of `m` classes are `{ integer: [0, 'm'] }`.
 */
export type NumberDomain =
  | 'real'
  | 'positive'
  | 'nonzero'
  | 'integer'
  | readonly [low: number, high: number]
  | { readonly integer: readonly [low: number, high: Size] };

/** An input that is drawn: its shape, in which equal names are equal sizes, and what its entries are. */
export interface Description {
  readonly shape: readonly Size[];
  /** Default: `real`. */
  readonly domain?: NumberDomain;
  /** Default: `float64`. */
  readonly dtype?: DType;
  /** What it is called in messages. Default: a, b, c, … */
  readonly name?: string;
}

/** Whole numbers have no gradient. */
const isDifferentiable = ({ domain = 'real' }: Description): boolean =>
  domain !== 'integer' && !(typeof domain === 'object' && 'integer' in domain);

/** Between which numbers the entries lie; undefined if anywhere. */
function boundsOf({ domain = 'real' }: Description): readonly [number, number] | undefined {
  if (domain === 'positive') return [0, Number.POSITIVE_INFINITY];
  return typeof domain === 'object' && !('integer' in domain) ? domain : undefined;
}

/** What the inputs are called, by which there is a gradient, and where they lie. A sample has no description. */
export const givenOf = (inputs: readonly (Description | undefined)[]) => ({
  names: inputs.map((each, index) => each?.name ?? nameOf(index)),
  differentiable: inputs.map((each) => each === undefined || isDifferentiable(each)),
  bounds: inputs.map((each) => each && boundsOf(each)),
});

/** The names of sizes, in the order in which they stand. */
export const sizeNames = (descriptions: readonly Description[]): string[] => [
  ...new Set(descriptions.flatMap(({ shape }) => shape.filter((size) => typeof size === 'string'))),
];
