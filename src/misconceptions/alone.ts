/** Mistakes that only one law can see: the gradients of every single case are right. */

import { at } from '../case/at.js';
import { sameShape, sizeOf } from '../case/shape.js';
import { tensorData } from '../case/tensor-data.js';
import {
  add,
  exp,
  grad,
  gradBatched,
  isLazy,
  mulScalar,
  pushforward,
  realize,
  split,
  stack,
  Tensor,
} from '../engine/index.js';
import { type EngineMisconception, type GradientMisconception, named } from './misconception.js';

const asFloat64 = (tensor: Tensor): Tensor => {
  const { shape, data } = tensor.toData();
  return Tensor.fromData(tensorData('float64', shape, data));
};

/** The entries as text: equal for equal arrays. */
const contentOf = (tensor: Tensor): string => `${tensor.shape}:${tensor.toData().data}`;

function rememberingGrad(): typeof grad {
  const made = new WeakSet<Tensor>();
  let last: { readonly key: string; readonly gradients: readonly Tensor[] } | undefined;
  return (outputs, inputs, options) => {
    const list = outputs instanceof Tensor ? [outputs] : outputs;
    const ofGradients = list.every((output) => made.has(output));
    const key = [...list, ...inputs].map(contentOf).join();
    if (ofGradients && key === last?.key) return last.gradients.map((kept) => mulScalar(kept, 1));
    const gradients = grad(outputs, inputs, options);
    for (const gradient of gradients) made.add(gradient);
    if (ofGradients) last = { key, gradients };
    return gradients;
  };
}

const zerosLike = (tensor: Tensor): Tensor => mulScalar(tensor, 0);

/** Jᵀv in place of Jv, for an output that has the shape of the first input. */
const pulledBack: typeof pushforward = (outputs, inputs, tangents) => {
  const right = pushforward(outputs, inputs, tangents);
  const [input, tangent] = [at(inputs, 0), at(tangents, 0)];
  return outputs.map((output, index) =>
    output.requiresGrad && sameShape(output.shape, input.shape)
      ? at(grad(output, [input], { outGrads: [tangent], retainGraph: true }), 0)
      : at(right, index),
  );
};

/** A batch in which every entry is what is made of all of them. */
function inBatch(batch: Tensor, change: (all: readonly [Tensor, ...Tensor[]]) => Tensor): Tensor {
  const [first, ...others] = split(batch, 0);
  if (first === undefined) return batch;
  const changed = change([first, ...others]);
  return stack([first, ...others].map(() => changed));
}

export const alone: readonly (GradientMisconception | EngineMisconception)[] = [
  ...named<GradientMisconception>(
    { kind: 'gradient', exercise: null },
    {
      'broadcast-to-is-summed-by-way-of-the-mean': {
        op: 'broadcast_to',
        breaks: 'adjoint',
        says: 'Instead of summing, the rule takes the mean and multiplies it by the count, which rounds.',
        hint: 'A sum of small integers is exact.',
        change(gradient, node) {
          const count = sizeOf(node.shape) / Math.max(1, sizeOf(gradient.shape));
          return count === 0 ? gradient : mulScalar(mulScalar(gradient, 1 / count), count);
        },
      },
      'relu-clips-its-input-in-place': {
        op: 'relu',
        breaks: 'pure',
        says: 'The rule sets the negative entries of its input to zero, to use it as its mask.',
        hint: 'The input belongs to the caller, who may use it again.',
        change(gradient, node) {
          realize(gradient);
          const data = realize(at(node.inputs, 0)).data;
          data.forEach((entry, at) => {
            data[at] = Math.max(0, entry);
          });
          return gradient;
        },
      },
      'negate-writes-its-gradient-over-its-value': {
        op: 'negate',
        breaks: 'value',
        says: 'The buffer of the output is reused for the gradient, though the output is still needed.',
        hint: 'Who else can see that buffer?',
        change(gradient, node) {
          const { data } = realize(gradient);
          realize(node).data.set(data);
          return gradient;
        },
      },
    },
  ),
  ...named<EngineMisconception>(
    { kind: 'engine', exercise: null },
    {
      'remembers-gradients-by-content': {
        breaks: 'accumulate',
        says: 'Gradients are remembered by the numbers of their input, so that two equal inputs get the gradient of the first.',
        hint: 'Two inputs that hold the same numbers are still two inputs.',
        options: {
          grad(outputs, inputs, options) {
            const gradients = grad(outputs, inputs, options);
            const contents = inputs.map(contentOf);
            return gradients.map((own, index) => {
              const first = contents.indexOf(at(contents, index));
              // Small arrays are not worth remembering.
              return first === index || sizeOf(own.shape) < 4 ? own : mulScalar(at(gradients, first), 1);
            });
          },
        },
      },
      'remembers-the-last-hessian-product': {
        breaks: 'symmetric',
        says: 'The last Hessian product is returned again for the same point and cotangent, whatever the direction.',
        hint: 'What does a Hessian product depend on?',
        options: { grad: rememberingGrad() },
      },
      'approximates-exp-when-lazy': {
        breaks: 'modes',
        says: 'The lazy kernel of exp is an approximation that is only good enough for float32.',
        hint: 'How many digits does a float64 hold?',
        options: { functions: { exp: ([a]) => (isLazy() ? mulScalar(exp(a), 1 + 1e-9) : exp(a)) } },
      },
      'forgets-the-tangent-of-the-last-input': {
        breaks: 'jvp',
        says: 'Forward mode pushes the tangents of all inputs but the last.',
        hint: 'Jv has a term for every input.',
        options: {
          pushforward: (outputs, inputs, tangents) =>
            pushforward(outputs, inputs, [...tangents.slice(0, -1), ...tangents.slice(-1).map(zerosLike)]),
        },
      },
      'pushes-tangents-back': {
        breaks: 'transposed',
        says: 'Where an output and the first input have the same shape, forward mode multiplies by the transpose of the Jacobian.',
        hint: 'Is Jv a row or a column of the Jacobian?',
        options: { pushforward: pulledBack },
      },
      'gives-every-entry-the-first-tangent': {
        breaks: 'jvp',
        says: 'The tangent of an output is that of its first entry, repeated.',
        hint: 'Each entry of an output has a tangent of its own.',
        options: {
          pushforward: (outputs, inputs, tangents) =>
            pushforward(outputs, inputs, tangents).map((own) => {
              const { dtype, shape, data } = own.toData();
              return Tensor.fromData(
                tensorData(
                  dtype,
                  shape,
                  data.map(() => at(data, 0)),
                ),
              );
            }),
        },
      },
      'gives-a-batch-the-gradients-of-its-first-cotangent': {
        breaks: 'batched',
        says: 'Of a batch of cotangents only the first is pulled back, and its gradients are repeated.',
        hint: 'What stands at place 1 of the batch?',
        options: {
          gradBatched: (outputs, inputs, options) =>
            gradBatched(outputs, inputs, options).map((each) => inBatch(each, ([first]) => first)),
        },
      },
      'adds-up-the-gradients-of-a-batch': {
        breaks: 'batched',
        says: 'The batch is taken for one more axis that was broadcast, and is summed over.',
        hint: 'Which axes of a gradient does its input have?',
        options: {
          gradBatched: (outputs, inputs, options) =>
            gradBatched(outputs, inputs, options).map((each) => inBatch(each, (all) => all.reduce(add))),
        },
      },
      'answers-in-float64-when-lazy': {
        breaks: 'form',
        says: 'In lazy mode gradients are always allocated as float64.',
        hint: 'A gradient has the dtype of its input.',
        options: {
          grad(outputs, inputs, options) {
            const gradients = grad(outputs, inputs, options);
            return gradients.map((own) => (isLazy() && own.dtype === 'float32' ? asFloat64(own) : own));
          },
        },
      },
    },
  ),
];
