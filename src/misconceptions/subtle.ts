/**
 * Right rules with a small change: wrong in one entry, for some shapes, now and then, or only when differentiated
 * again.
 */

import { tensorData } from '../case/tensor-data.js';
import type { OpName } from '../case/vocabulary.js';
import { add, type Inputs, mulScalar, type Node, subtract, Tensor } from '../engine/index.js';
import { type GradientMisconception, mostBroken } from './misconception.js';

type Change = GradientMisconception['change'];

/** One way of being subtly wrong, and the ops that show it. */
interface Family {
  readonly name: string;
  readonly says: string;
  readonly hint: string;
  /** A law that they break, if it is not `vjp`. */
  readonly breaks?: string;
  readonly ops: readonly OpName[];
  readonly change: Change;
}

/** The gradient with its entries rewritten; it no longer depends on anything, as raw data does not. */
const rewritten = (gradient: Tensor, rewrite: (entry: number, at: number) => number): Tensor => {
  const { dtype, shape, data } = gradient.toData();
  return Tensor.fromData(tensorData(dtype, shape, data.map(rewrite)));
};

const when =
  (condition: (node: Node<Inputs>, calls: number) => boolean): Change =>
  (gradient, node, calls) =>
    condition(node, calls) ? mulScalar(gradient, 1.5) : gradient;

const shapeOf = (node: Node<Inputs>) => node.inputs[0]?.shape ?? [];

const smooth: readonly OpName[] = [
  'multiply',
  'divide',
  'exp',
  'sin',
  'tanh',
  'sigmoid',
  'power_scalar',
  'matmul',
  'softmax',
  'softplus',
  'gelu',
  'var',
  'layer_norm',
  'cross_entropy',
  'mse_loss',
];

const families: readonly Family[] = [
  {
    name: 'one-wrong-entry',
    says: 'The last entry of the gradient is off by a hundredth.',
    hint: 'Look at where a loop ends.',
    ops: [...smooth, 'summation', 'transpose', 'logsoftmax'],
    change: (gradient) =>
      rewritten(gradient, (entry, at) => (at === gradient.toData().data.length - 1 ? entry + 0.01 : entry)),
  },
  {
    name: 'off-by-a-billionth',
    says: 'The gradient is off by a relative 1e-9.',
    hint: 'Is a constant written with too few digits?',
    ops: smooth,
    change: (gradient) => mulScalar(gradient, 1 + 1e-9),
  },
  {
    name: 'through-float32',
    says: 'The gradient passes through float32.',
    hint: 'Keep the dtype of the input from end to end.',
    ops: ['divide', 'exp', 'log', 'tanh', 'sigmoid', 'sqrt', 'softmax', 'logsumexp'],
    change: (gradient) => rewritten(gradient, Math.fround),
  },
  {
    name: 'right-once-wrong-twice',
    says: 'The gradient has the right value, but not the right derivative.',
    hint: 'Which part of the gradient was treated as a constant?',
    breaks: 'twice',
    ops: [...smooth, 'add', 'reshape', 'summation'],
    change: (gradient) => add(gradient, mulScalar(subtract(gradient, gradient.detach()), 0.5)),
  },
  {
    name: 'wrong-from-the-second-call',
    says: 'The rule is right when it is first called, and wrong from then on.',
    hint: 'A gradient method depends on outGrad and the node alone; it remembers nothing.',
    ops: ['add', 'multiply', 'exp', 'transpose', 'matmul', 'softmax'],
    change: when((_, calls) => calls > 1),
  },
  {
    name: 'wrong-once-in-20-calls',
    says: 'One call in 20 gives a wrong gradient.',
    hint: 'Is something shared between calls, or left uninitialized?',
    ops: ['add', 'multiply', 'exp', 'transpose', 'matmul', 'softmax'],
    change: when((_, calls) => calls % 20 === 0),
  },
  {
    name: 'wrong-for-equal-dimensions',
    says: 'The rule is wrong for arrays whose axes have equal sizes.',
    hint: 'Was an axis identified by its size?',
    ops: ['transpose', 'permute', 'summation', 'matmul', 'softmax', 'broadcast_to'],
    change: when((node) => {
      const sizes = shapeOf(node).filter((size) => size > 1);
      return sizes.length > 1 && new Set(sizes).size < sizes.length;
    }),
  },
  {
    name: 'wrong-for-size-1-axes',
    says: 'The rule is wrong for arrays with an axis of size 1.',
    hint: 'Is an axis of size 1 taken for one that was broadcast?',
    ops: ['add', 'reshape', 'summation', 'mean', 'matmul', 'logsumexp', 'broadcast_to'],
    change: when((node) => shapeOf(node).includes(1)),
  },
  {
    name: 'wrong-beyond-16-entries',
    says: 'The rule is wrong for arrays of more than 16 entries.',
    hint: 'Is a buffer too small, or a block size taken for granted?',
    ops: ['add', 'exp', 'transpose', 'summation', 'matmul'],
    change: when((node) => shapeOf(node).reduce((product, size) => product * size, 1) > 16),
  },
  {
    name: 'wrong-on-three-axes',
    says: 'The rule is wrong for arrays of three axes and more.',
    hint: 'Try it with a batch axis.',
    ops: ['transpose', 'permute', 'summation', 'matmul', 'softmax', 'reshape'],
    change: when((node) => shapeOf(node).length > 2),
  },
  {
    name: 'wrong-for-0-d-arrays',
    says: 'The rule is wrong for 0-d arrays.',
    hint: 'A scalar has no axes, and still has an entry.',
    ops: ['add', 'exp', 'multiply', 'broadcast_to', 'reshape'],
    change: when((node) => shapeOf(node).length === 0),
  },
  {
    name: 'wrong-for-negative-entries',
    says: 'Where the input is negative, the gradient has the wrong sign.',
    hint: 'Is an absolute value taken somewhere?',
    ops: ['multiply', 'divide', 'sin', 'tanh', 'sigmoid', 'relu'],
    change: (gradient, node) => {
      const data = node.inputs[0]?.toData().data ?? [];
      return rewritten(gradient, (entry, at) => ((data[at] ?? 0) < 0 ? -entry + 0.25 : entry));
    },
  },
  {
    name: 'clipped-at-10',
    says: 'Gradient clipping is built into the rule: entries beyond 10 are cut off.',
    hint: 'Clip gradients afterwards if you want to; a rule is linear in outGrad.',
    breaks: 'linear',
    ops: ['add', 'negate', 'transpose'],
    change: (gradient) =>
      gradient.toData().data.every((entry) => Math.abs(entry) <= 10)
        ? gradient
        : rewritten(gradient, (entry) => Math.max(-10, Math.min(10, entry))),
  },
];

export const subtle: readonly GradientMisconception[] = families.flatMap(({ name, ops, ...family }) =>
  ops.map(
    (op): GradientMisconception => ({
      breaks: mostBroken,
      ...family,
      kind: 'gradient',
      exercise: null,
      name: `${op.replaceAll('_', '-')}-is-${name}`,
      op,
    }),
  ),
);
