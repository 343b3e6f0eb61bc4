/** An op with its choices made, before its operands are known. */
import type { Shape } from '../case/shape.js';
import { ShapeError } from '../case/shape.js';
import { type Id, inferShape, type Operation, type OpName, type Step } from '../case/vocabulary.js';
import { anyRank, type Ranks } from './ranks.js';
import { isSmallBeside, type Partner, type ShapeMaker } from './shapes.js';

/** Drawn by an op's entry. */
export interface Draft {
  /** The ranks that its first operand can have. */
  readonly ranks: Ranks;
  /** Turns a drawn shape into one that its first operand can have. */
  readonly grow?: (shape: Shape) => Shape;
  /** The drawn operation on a first operand of this shape, then plainer ones; none if there is no finite value. */
  options(shape: Shape): readonly Operation[];
  /** The operation once the shapes of all operands are known, if it depends on more than the first. */
  readonly complete?: (...shapes: readonly Shape[]) => Operation;
  /** How many operands it has. */
  readonly count: number;
  /** The shape of a further operand that fits a first one; undefined if there is only one. */
  readonly partner: Partner | undefined;
}

/** The same, for a space. */
export interface Form extends Draft {
  readonly op: OpName;
  /** The first option that shows only biases of the space; undefined if there is none. */
  operation(shape: Shape): Operation | undefined;
}

export const unary = (options: Draft['options'], least = 0): Draft => ({
  ranks: { ...anyRank, least },
  options,
  count: 1,
  partner: undefined,
});

/** The operation on these ids, as many as the op takes. */
export const stepOn = (operation: Operation, args: readonly Id[]): Step =>
  ({ ...operation, args: args as readonly [Id, Id] }) as Step;

/** Whether the operation takes operands of these shapes. */
export function accepts(operation: Operation, shapes: readonly Shape[]): boolean {
  try {
    inferShape(stepOn(operation, [...shapes.keys()]), shapes);
    return true;
  } catch (error) {
    if (error instanceof ShapeError) return false;
    throw error;
  }
}

/** Those that make small arrays; all of them if none does. */
export function smallOf(options: readonly Operation[], shape: Shape): readonly Operation[] {
  const small = options.filter((operation) =>
    isSmallBeside(shape, inferShape(stepOn(operation, [0]), [shape])),
  );
  return small.length > 0 ? small : options;
}

/** An operation on the drawn shape, else on one without empty axes; none if the space allows none. */
export function firstOperandOf(
  form: Form,
  maker: ShapeMaker,
): { readonly shape: Shape; readonly operation: Operation | undefined } {
  const grow = form.grow ?? ((shape: Shape) => shape);
  const shape = grow(maker(form.ranks, true));
  const operation = form.operation(shape);
  if (operation !== undefined) return { shape, operation };
  const full = grow(maker(form.ranks, false));
  return { shape: full, operation: form.operation(full) };
}
