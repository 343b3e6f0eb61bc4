/** What the reference knows about an op: the type of the entries in ops/, one per op. */
import type { Shape } from '../case/shape.js';
import type { OpName, Step, StepOf } from '../case/vocabulary.js';
import type { Arithmetic } from './arithmetic.js';
import type { Group } from './groups.js';
import type { Layout } from './layout.js';
import type { Picking } from './picking.js';
import type { Rounding } from './rounding.js';

export type Entries<T> = ArrayLike<T>;
/** A list to write to. */
export interface Output<T> {
  readonly length: number;
  [entry: number]: T;
}
/** Writes every entry of the output. */
export type Kernel<T> = (args: readonly Entries<T>[], out: Output<T>) => void;
/** The same, in a list of its own. */
export type StepFunction<T> = (args: readonly Entries<T>[]) => T[];

/**
 * How the slopes (off kinks) depend on the arguments. This sets the first step of differences (radius.ts; from too far a
 * distance it is halved up to eight times), and by how much rounding may move the slopes (perturb.ts). Where float64 does
 * not reach, the bound on the error is wide, and 40 digits settle it.
 */
type Slopes =
  /** Not at all. */
  | 'constant'
  /** Straight in each entry, whose factors are other entries: of the other argument, or, as in a product, of the same. */
  | 'bilinear'
  /** Over a distance of about 1, wherever the argument lies. */
  | 'curved over 1'
  /** Over the argument's own size, as with a pole at 0. */
  | 'curved over its size'
  /** Over what `deviations` says for each entry, such as the standard deviation of its slice. */
  | 'curved over the deviation';

/** How an op's value is rounded, and how its slopes change. */
export interface Facts<S extends Step = Step> {
  readonly slopes: Slopes;
  /** Entries are unchanged, or change sign: nothing is rounded. */
  readonly exact: boolean;
  /** Output entries depend on many entries of an argument. */
  readonly gathers: boolean;
  /**
   * The reference's own value may be off by more than a few roundings of itself, since its terms are far larger, or
   * many: differences then count what `rounding` says.
   */
  readonly cancels: boolean;
  /** What rounding may cost its value, and a rule for its gradient. */
  readonly rounding: Rounding<S>;
  /** It is a plain sum, of entries or of products: with a wide accumulator only the result is rounded. */
  readonly adds?: true;
  /** Its usual formula, or that of its gradient, squares entries: the squares may overflow though nothing else does. */
  readonly squares?: true;
  /** The slopes by its arguments add up to one: a rule may compute one adjoint as what the other leaves of the cotangent. */
  readonly shares: boolean;
  /** The slopes stay as they are when all entries of a slice of the first argument are shifted. */
  readonly shiftInvariant: boolean;
  /** It has no transcendental function, so BigNumbers are fast. */
  readonly cheap: boolean;
  /** An argument by which the slopes are curved over 1, whatever they are by the others. */
  readonly exponent?: number;
  /** What slopes that are "curved over its size" are curved over instead, by the entry of the first argument. */
  scale?(a: number): number;
  /** How far each entry of an argument may move, if other entries decide that, such as the deviation of its slice. */
  deviations?(
    step: S,
    layout: Layout,
    args: readonly Entries<number>[],
    argument: number,
  ): Float64Array | undefined;
  /** Entries are only moved: every slope is 1. */
  readonly moves?: true;
  /** Nothing passes backward. */
  readonly stops?: true;
  /** Its only output entry depends on every entry. */
  readonly readsAll?: true;
  /** For ops that pick entries by their size: in which order. */
  picks?(step: S): Picking;
}

/** One argument of a step. */
export interface Where<S extends Step> {
  readonly step: S;
  /** Of all arguments. */
  readonly shapes: readonly Shape[];
  readonly argument: number;
  readonly layout: Layout;
}

export interface ReferenceEntry<S extends Step = Step> extends Facts<S> {
  layout(step: S, shapes: readonly Shape[]): Layout;
  /**
   * Which entries of an argument the output entries depend on, in groups such that no output entry depends on two of
   * one group: one difference per group then gives a derivative per output entry.
   */
  groups(where: Where<S>): readonly Group[];
  /** The forward computation in any arithmetic: made once for a step and run at many points. */
  kernel<T>(step: S, m: Arithmetic<T>, layout: Layout): Kernel<T>;
  /** The same in doubles, bit for bit, where loops without a function call for each term are worth their text. */
  doubles?(layout: Layout): Kernel<number>;
}

/** The entries of some ops. */
export type Family = { readonly [Op in OpName]?: ReferenceEntry<StepOf<Op>> };
