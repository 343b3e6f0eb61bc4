/** An op with its choices made, before it is known what it will be applied to. */
import type { Shape } from '../case/shape.js';
import { ShapeError } from '../case/shape.js';
import type { Id, Operation, OpName, Step } from '../case/step.js';
import { inferShape } from '../case/vocabulary.js';
import { anyRank, type Partner, type Ranks, type ShapeMaker } from './shapes.js';
import { firstAllowed, type Space } from './space.js';
import { stepBiases } from './step-biases.js';

export interface Form {
  readonly op: OpName;
  /** The ranks that its first operand can have. */
  readonly ranks: Ranks;
  /** Makes of a shape that was drawn for it one that its first operand can use. */
  readonly grow?: (shape: Shape) => Shape;
  /** The operation on a first operand of this shape; undefined where it has no finite value there. */
  operation(shape: Shape): Operation | undefined;
  /** The operation once the shapes of all operands are known, where it depends on more than the first. */
  readonly complete?: (...shapes: readonly Shape[]) => Operation;
  /** How many operands it has. */
  readonly count: number;
  /** The shape of a further operand that fits a first one; undefined where there is only one. */
  readonly partner: Partner | undefined;
}

export const unary = (op: OpName, operation: Form['operation'], least = 0): Form => ({
  op,
  ranks: { ...anyRank, least },
  operation,
  count: 1,
  partner: undefined,
});

/** The first of the operations that shows only biases of the space on operands of these shapes. */
export const allowed = (
  options: readonly Operation[],
  shapes: readonly Shape[],
  space: Space,
): Operation | undefined => firstAllowed(space, options, (operation) => stepBiases(operation, shapes));

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

/** An operation on the drawn shape, or on a shape without empty axes where only that has finite values. */
export function firstOperandOf(
  form: Form,
  maker: ShapeMaker,
): { readonly shape: Shape; readonly operation: Operation } {
  const grow = form.grow ?? ((shape: Shape) => shape);
  const shape = grow(maker(form.ranks, true));
  const operation = form.operation(shape);
  if (operation !== undefined) return { shape, operation };
  const full = grow(maker(form.ranks, false));
  return { shape: full, operation: form.operation(full) as Operation };
}
