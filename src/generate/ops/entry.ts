/** What the generators know about one op is its entry. Fields that an entry leaves out have the value for most ops. */
import type fc from 'fast-check';
import type { Shape } from '../../case/shape.js';
import type { Operation, OpName, StepOf } from '../../case/vocabulary.js';
import type { Bias } from '../bias.js';
import type { Draft } from '../form.js';
import type { Reach } from '../fresh.js';
import type { Pool, Style } from '../pools.js';
import type { Range } from '../ranges.js';
import type { Space } from '../space.js';

/** One per argument of the op. */
export type Operands<T> = readonly [T, T, ...T[]];

export interface GenerateEntry<Op extends OpName> {
  /** How its attributes and its further operands are drawn. */
  forms(op: Op, space: Space): fc.Arbitrary<Draft>;
  /** The range of its output, from the ranges of its arguments. */
  range(args: Operands<Range>, step: StepOf<Op>, shapes: Operands<Shape>): Range;
  /** What its attributes show on operands of these shapes, and how the shapes combine, once all are known. */
  biases?(operation: Extract<Operation, { readonly op: Op }>, shapes: readonly Shape[]): Bias[];
  /** Biases that every step of it shows. */
  readonly needs?: readonly Bias[];
  /**
   * Whether it takes operands of these shapes in the space; default: whenever their shapes fit, of an op that takes no
   * others.
   * @param between the shapes of the operands between these two
   */
  fits?(first: Shape, further: Shape, space: Space, between: readonly Shape[]): boolean;
  /** Whether both its operands may be one input of this shape. */
  repeats?(shape: Shape): boolean;
  /** The ranks that the shape of its first operand is drawn from. */
  readonly ranks?: readonly number[];
  /** The sizes that the shape of its first operand is drawn from. */
  readonly sizes?: fc.Arbitrary<number>;
  /** Magnitudes at which an unstable computation fails, though the op itself is well defined there. */
  readonly large?: Pool;
  /** Whether it is well behaved very near zero; default: if its domain is all real numbers. */
  readonly tiny?: boolean;
  /** Styles that it is drawn in more often. */
  styles?(space: Space): readonly Style[];
  /** Magnitudes of its arguments, if not all can be told from rounding, or its values would be too large. */
  readonly reach?: Reach;
  /** Whether its values leave every range on a long operand. */
  readonly short?: true;
  /** How often it is drawn in programs, relative to 1 for the others. */
  readonly weight?: number;
}

/** The entries of these ops. */
export type Entries<Ops extends OpName> = { readonly [Op in Ops]: GenerateEntry<Op> };

/** Those of a family, each typed by its op. */
export type Family = Partial<Entries<OpName>>;
