/** What is known about an op without computing it: the type of the entries in the families, one per op. */
import type { Attribute } from '../attributes.js';
import type { Shape } from '../shape.js';

/** Ids of a program are positions: inputs first, then steps, and refer only backwards. */
export type Id = number;

/**
 * Where an argument may lie, whatever the others are, for the op to be differentiable there (or to have two one-sided
 * slopes).
 */
export type Domain = 'real' | 'positive' | 'nonzero' | 'above -1';

/**
 * Where the slope jumps: where the argument is zero, where the entries of two arguments tie, where the argument meets
 * one of two bounds, where entries of one argument tie and their order decides, or where all entries of a slice are zero,
 * or equal: the value there is the tip of a cone.
 */
export type Kink = 'none' | 'zero' | 'tie' | 'bounds' | 'order' | 'origin' | 'equal';

/** How many arguments an op takes; `some` is one or more. */
type Arity = 1 | 2 | 3 | 'some';

/** A list with one entry per argument. */
export type PerArgument<N extends Arity, T> = [Arity] extends [N]
  ? readonly T[]
  : {
      readonly 1: readonly [T];
      readonly 2: readonly [T, T];
      readonly 3: readonly [T, T, T];
      readonly some: readonly [T, ...T[]];
    }[N];

/** By the names that they have in a step. */
type Attributes = Readonly<Record<string, Attribute>>;

/** A step as its op's entry sees it. */
type StepBy<N extends Arity, A extends Attributes> = {
  readonly op: string;
  readonly args: PerArgument<N, Id>;
} & ValuesOf<A>;

export type ValuesOf<A extends Attributes> = {
  readonly [Name in keyof A]: A[Name] extends Attribute<infer Value> ? Value : never;
};

export interface CaseEntry<N extends Arity = Arity, A extends Attributes = Attributes> {
  readonly arity: N;
  readonly attributes: A;
  /** Entry k of the (broadcast) arguments alone decides entry k of the output. */
  readonly elementwise: boolean;
  readonly kink: Kink;
  /** Between which slopes a convention may declare one for the kink; of two arguments, for the first. */
  readonly declarable?: readonly [least: number, most: number];
  /** The bounds that the argument may meet; infinite where there is none. */
  bounds?(step: StepBy<N, A>): readonly [low: number, high: number];
  /** The shape of the output. @throws {ShapeError} when the arguments do not fit. */
  shape(step: StepBy<N, A>, shapes: PerArgument<N, Shape>): Shape;
  domain(step: StepBy<N, A>): readonly Domain[];
  /** How many numbers are multiplied, compared or added up, where they are more than there are entries. */
  operations?(step: StepBy<N, A>, shapes: PerArgument<N, Shape>, out: Shape): number;
}

/** The fields of an entry besides its arity; those left out have the value for most ops. */
type Said<N extends Arity, A extends Attributes> = Partial<Omit<CaseEntry<N, A>, 'arity'>>;
type Bare = Record<never, never>;

const usual = {
  attributes: {},
  elementwise: false,
  kink: 'none',
  domain: ({ args }: { readonly args: readonly Id[] }) => args.map((): Domain => 'real'),
} as const;

/** An op of one argument; by default its output has the same shape. */
export const unary = <A extends Attributes = Bare>(said: Said<1, A> = {}): CaseEntry<1, A> =>
  ({ ...usual, arity: 1, shape: (_, [a]) => a, ...said }) as CaseEntry<1, A>;

/** An op of two arguments. */
export const binary = <A extends Attributes = Bare>(
  said: Said<2, A> & Pick<CaseEntry<2, A>, 'shape'>,
): CaseEntry<2, A> => ({ ...usual, arity: 2, ...said }) as CaseEntry<2, A>;

/** An op of three arguments. */
export const ternary = <A extends Attributes = Bare>(
  said: Said<3, A> & Pick<CaseEntry<3, A>, 'shape'>,
): CaseEntry<3, A> => ({ ...usual, arity: 3, ...said }) as CaseEntry<3, A>;

/** An op of one or more arguments. */
export const variadic = <A extends Attributes = Bare>(
  said: Said<'some', A> & Pick<CaseEntry<'some', A>, 'shape'>,
): CaseEntry<'some', A> => ({ ...usual, arity: 'some', ...said }) as CaseEntry<'some', A>;
