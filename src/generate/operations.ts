/** Every op of the vocabulary with every form of its attributes, made to fit operands that are known later. */
import fc from 'fast-check';
import type { Shape } from '../case/shape.js';
import type { OpName, StepOf } from '../case/step.js';
import { axisPairs, permutations } from './axes.js';
import { einsumForms } from './einsum.js';
import { allowed, type Form, unary } from './form.js';
import { indexingForms } from './indexing.js';
import { joiningForms } from './joining.js';
import { networkForms } from './networks.js';
import { reductionForms } from './reductions.js';
import { anyRank, broadcastTargets, matmulPartners, partners, reshapeTargets } from './shapes.js';
import { simplestFirst } from './simplest-first.js';
import type { Space } from './space.js';
import { stepBiases } from './step-biases.js';
import { windowForms } from './windows.js';

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
        const ranks = { least, most: space.biases.has('batch-axes') ? 5 : 2 };
        return { op, ranks, operation: () => ({ op }), count: 2, partner };
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
        return unary(op, (shape) => allowed(written(shape), [shape], space), 2);
      });
    case 'permute':
      return permutations.map((options) => {
        const written = (shape: Shape) =>
          options(shape.length).map((order): StepsOf<typeof op> => ({ op, axes: order }));
        return unary(op, (shape) => allowed(written(shape), [shape], space));
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
    case 'max':
    case 'min':
    case 'var':
    case 'layer_norm':
      return reductionForms(op, space);
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'power':
    case 'maximum':
    case 'minimum':
      return partners(space).map((partner) => ({
        op,
        ranks: anyRank,
        operation: () => ({ op }),
        count: 2,
        partner,
      }));
    case 'where':
    case 'clip':
    case 'gelu':
    case 'cumsum':
    case 'sort':
    case 'dropout':
    case 'cross_entropy':
    case 'batch_norm':
    case 'mse_loss':
      return networkForms(op, space);
    case 'stack':
    case 'concat':
    case 'split':
      return joiningForms(op, space);
    case 'flip':
    case 'dilate':
    case 'undilate':
    case 'pad':
    case 'slice':
    case 'squeeze':
    case 'unsqueeze':
    case 'expand':
    case 'gather':
    case 'embedding':
      return indexingForms(op, space);
    case 'conv':
    case 'avg_pool':
    case 'max_pool':
      return windowForms(op, space);
    case 'einsum':
      return einsumForms(space);
    case 'negate':
    case 'exp':
    case 'log':
    case 'sqrt':
    case 'sin':
    case 'cos':
    case 'tanh':
    case 'sigmoid':
    case 'relu':
    case 'abs':
    case 'softplus':
    case 'detach':
      return fc.constant(unary(op, () => ({ op })));
  }
}

type StepsOf<Name extends OpName> = Omit<StepOf<Name>, 'args'>;

const scalarsOf = (op: keyof typeof scalars, { biases }: Space): readonly number[] =>
  scalars[op].filter((scalar) => stepBiases({ op, scalar }, [[]]).every((bias) => biases.has(bias)));
