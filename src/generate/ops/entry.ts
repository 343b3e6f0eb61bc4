/** What the generators know of one op: its entry holds all of it. What an entry leaves out is as for most ops. */
import type fc from 'fast-check';
import type { Shape } from '../../case/shape.js';
import type { Operation, OpName, StepOf } from '../../case/vocabulary.js';
import type { Bias } from '../bias.js';
import type { Draft } from '../form.js';
import type { Reach } from '../fresh.js';
import type { Pool, Style } from '../pools.js';
import type { Range } from '../ranges.js';
import type { Space } from '../space.js';

/** One per argument: as many as the op takes. */
export type Operands<T> = readonly [T, T, ...T[]];

export interface GenerateEntry<Op extends OpName> {
  /** How its attributes and its further operands are drawn. */
  forms(op: Op, space: Space): fc.Arbitrary<Draft>;
  /** Where its output lies, by where its arguments lie. */
  range(args: Operands<Range>, step: StepOf<Op>, shapes: Operands<Shape>): Range;
  /** What its attributes show on operands of these shapes, and how these meet, once all are known. */
  biases?(operation: Extract<Operation, { readonly op: Op }>, shapes: readonly Shape[]): Bias[];
  /** Biases that no step of it can do without. */
  readonly needs?: readonly Bias[];
  /** Whether it takes operands of these shapes in the space; unless told, wherever their shapes fit. */
  fits?(first: Shape, further: Shape, space: Space): boolean;
  /** Whether both its operands may be one input of this shape. */
  repeats?(shape: Shape): boolean;
  /** The ranks that the shape of its first operand is drawn from. */
  readonly ranks?: readonly number[];
  /** The sizes that the shape of its first operand is drawn from. */
  readonly sizes?: fc.Arbitrary<number>;
  /** Magnitudes at which it fails where it is not computed stably, though the op itself is fine there. */
  readonly large?: Pool;
  /** Whether it is fine very near zero; unless told, where its domain is all real numbers. */
  readonly tiny?: boolean;
  /** Styles that it is to be seen in more often. */
  styles?(space: Space): readonly Style[];
  /** Magnitudes of its arguments, where not all can be told from rounding, or its values would be too large. */
  readonly reach?: Reach;
  /** How often it is drawn in programs, beside 1 for the others. */
  readonly weight?: number;
}

/** The entries of these ops. */
export type Entries<Ops extends OpName> = { readonly [Op in Ops]: GenerateEntry<Op> };

/** Those of a family, each typed by its op. */
export type Family = Partial<Entries<OpName>>;
