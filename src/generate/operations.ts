/** Every op of the vocabulary with every form of its attributes, made to fit operands that are known later. */
import fc from 'fast-check';
import type { Axes, Shape } from '../program/shape.js';
import type { Id, Operation, OpName, Step, StepOf } from '../program/step.js';
import { axes, axisPairs, permutations } from './axes.js';
import {
  anyRank,
  broadcastTargets,
  matmulPartners,
  type Partner,
  partners,
  type Ranks,
  reshapeTargets,
  type ShapeMaker,
} from './shapes.js';
import { simplestFirst } from './simplest-first.js';
import { firstAllowed, type Space } from './space.js';
import { stepBiases } from './step-biases.js';

/** An op with its choices made. */
export interface Form {
  readonly op: OpName;
  /** The ranks that its first operand can have. */
  readonly ranks: Ranks;
  /** The operation on a first operand of this shape; undefined where it has no finite value there. */
  operation(shape: Shape): Operation | undefined;
  /** For binary ops, the shape of a second operand that fits. */
  readonly partner: Partner | undefined;
}

type Reduction = 'summation' | 'mean' | 'logsumexp';
type Normalization = 'softmax' | 'logsoftmax';

/** An op's scalars, the simplest first. */
const scalars = {
  add_scalar: [2, -3, 0.5, -1.5, 10, 0],
  mul_scalar: [2, -3, 0.5, -1.5, -1, 0],
  divide_scalar: [2, -4, 0.5, -2.5, 3, -0.5],
  power_scalar: [2, 3, -1, 0.5, 0, -2, 1, 1.5, -0.5, 4, 2.5, -1.5, 2, 3],
} as const;

export function formsOf(op: OpName, space: Space): fc.Arbitrary<Form> {
  switch (op) {
    case 'matmul':
      return matmulPartners(space).map((partner) => {
        const least = space.broadcasts && space.biases.has('one-d-operand') ? 1 : 2;
        const ranks = { least, most: space.biases.has('batch-axes') ? 4 : 2 };
        return { op, ranks, operation: () => ({ op }), partner };
      });
    case 'add_scalar':
    case 'mul_scalar':
    case 'divide_scalar':
    case 'power_scalar':
      return simplestFirst(scalarsOf(op, space)).map((scalar) => unary(op, () => ({ op, scalar })));
    case 'transpose':
      return axisPairs.map((options) => {
        const written = (shape: Shape) =>
          options(shape.length).map((pair): StepsOf<typeof op> => ({ op, axes: pair }));
        return unary(op, (shape) => allowed(written(shape), shape, space), 2);
      });
    case 'permute':
      return permutations.map((options) => {
        const written = (shape: Shape) =>
          options(shape.length).map((order): StepsOf<typeof op> => ({ op, axes: order }));
        return unary(op, (shape) => allowed(written(shape), shape, space));
      });
    case 'reshape':
      return reshapeTargets.map((target) => unary(op, (shape) => ({ op, shape: target(shape) })));
    case 'broadcast_to':
      return broadcastTargets(space).map((target) => unary(op, (shape) => ({ op, shape: target(shape) })));
    case 'summation':
    case 'mean':
    case 'logsumexp':
    case 'softmax':
    case 'logsoftmax':
      return reductions(op, space);
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'power':
    case 'maximum':
    case 'minimum':
      return partners(space).map((partner) => ({ op, ranks: anyRank, operation: () => ({ op }), partner }));
    default:
      return fc.constant(unary(op, () => ({ op })));
  }
}

type StepsOf<Name extends OpName> = Omit<StepOf<Name>, 'args'>;

const unary = (op: OpName, operation: Form['operation'], least = 0): Form => ({
  op,
  ranks: { ...anyRank, least },
  operation,
  partner: undefined,
});

const allowed = (options: readonly Operation[], shape: Shape, space: Space): Operation | undefined =>
  firstAllowed(space, options, (operation) => stepBiases(operation, [shape]));

const scalarsOf = (op: keyof typeof scalars, { biases }: Space): readonly number[] =>
  scalars[op].filter((scalar) => stepBiases({ op, scalar }, [[]]).every((bias) => biases.has(bias)));

function reductions(op: Reduction | Normalization, space: Space): fc.Arbitrary<Form> {
  const least = space.biases.has('null-axes') || space.biases.has('no-axes') ? 0 : 1;
  const dims = simplestFirst(space.biases.has('keepdims') ? [false, false, true] : [false]);
  return fc.tuple(axes, dims).map(([options, keepdims]) => {
    const operation = (shape: Shape) => {
      const finite = options(shape.length).filter((some) => isFiniteOn(op, some, shape));
      return allowed(
        finite.map((some) => reduction(op, some, keepdims)),
        shape,
        space,
      );
    };
    return unary(op, operation, least);
  });
}

const reduction = (op: Reduction | Normalization, some: Axes, keepdims: boolean): Operation =>
  op === 'softmax' || op === 'logsoftmax' ? { op, axes: some } : { op, axes: some, keepdims };

/** The mean and the logsumexp of nothing are not finite. */
function isFiniteOn(op: Reduction | Normalization, some: Axes, shape: Shape): boolean {
  if (!shape.includes(0) || (op !== 'mean' && op !== 'logsumexp')) return true;
  const list = some === null ? shape.map((_, axis) => axis) : typeof some === 'number' ? [some] : some;
  return list.every((axis) => shape.at(axis) !== 0);
}

/** The operation on these ids, as many as the op takes. */
export const stepOn = (operation: Operation, args: readonly Id[]): Step =>
  ({ ...operation, args: args as readonly [Id, Id] }) as Step;

/** An operation on the drawn shape, or on a shape without empty axes where only that has finite values. */
export function firstOperandOf(
  form: Form,
  maker: ShapeMaker,
): { readonly shape: Shape; readonly operation: Operation } {
  const shape = maker(form.ranks, true);
  const operation = form.operation(shape);
  if (operation !== undefined) return { shape, operation };
  const full = maker(form.ranks, false);
  return { shape: full, operation: form.operation(full) as Operation };
}
