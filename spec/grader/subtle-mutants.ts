/** Rules that are right almost everywhere: each is wrong in one entry, at one size, in one form or in one way to run. */

import { tensorData } from '../../src/case/tensor-data.js';
import type { OpName } from '../../src/case/vocabulary.js';
import { type Inputs, isLazy, mulScalar, type Node, Tensor } from '../../src/engine/index.js';
import type { GradientMisconception } from '../../src/misconceptions/index.js';

type Change = GradientMisconception['change'];

/** Rewrites entries of the gradient by the entries of the input that it belongs to. */
const entries =
  (rewrite: (entry: number, x: number, y: number) => number): Change =>
  (gradient, node) => {
    const [x, y] = node.inputs.map((input) => input.toData().data);
    const { dtype, shape, data } = gradient.toData();
    return Tensor.fromData(
      tensorData(
        dtype,
        shape,
        data.map((entry, at) => rewrite(entry, x?.[at] ?? 0, y?.[at] ?? x?.[at] ?? 0)),
      ),
    );
  };

/** Half as much again where this holds. */
const where =
  (holds: (node: Node<Inputs>, gradient: Tensor) => boolean): Change =>
  (gradient, node) =>
    holds(node, gradient) ? mulScalar(gradient, 1.5) : gradient;

const shapeOf = (node: Node<Inputs>) => node.inputs[0]?.shape ?? [];

/** An attribute of the node's op. */
const attribute = (node: Node<Inputs>, name: string): unknown =>
  (node.op as unknown as Record<string, unknown> | null)?.[name];

const axesOf = (node: Node<Inputs>) => attribute(node, 'axes');
const listOf = (node: Node<Inputs>): readonly number[] => {
  const axes = axesOf(node);
  return Array.isArray(axes) ? axes : typeof axes === 'number' ? [axes] : [];
};

const families: readonly (readonly [name: string, ops: readonly OpName[], change: Change])[] = [
  ['masks-above-1e-9', ['relu', 'abs'], entries((g, x) => (x > 0 && x < 1e-8 ? 0 : g))],
  ['masks-above-1e-3', ['relu', 'abs'], entries((g, x) => (x > 0 && x < 1e-3 ? 0 : g))],
  ['masks-above-minus-1e-6', ['relu'], entries((g, x) => (x < 0 && x > -1e-6 ? 1 : g))],
  [
    'takes-1e-6-for-a-tie',
    ['maximum', 'minimum'],
    entries((g, x, y) => (x !== y && Math.abs(x - y) < 1e-6 ? g + 0.5 : g)),
  ],
  [
    'takes-1e-3-for-a-tie',
    ['maximum', 'minimum'],
    entries((g, x, y) => (x !== y && Math.abs(x - y) < 1e-3 ? g + 0.5 : g)),
  ],
  [
    'clips-at-100',
    ['add', 'multiply', 'negate', 'sin', 'exp', 'reshape', 'transpose', 'summation', 'matmul'],
    entries((g) => Math.max(-100, Math.min(100, g))),
  ],
  [
    'drops-what-is-below-1e-3',
    ['add', 'negate', 'permute', 'mul_scalar'],
    entries((g) => (Math.abs(g) < 1e-3 ? 0 : g)),
  ],
  [
    'clamps-inputs-at-30',
    ['add', 'sin', 'divide_scalar', 'subtract', 'log', 'sqrt'],
    entries((g, x) => (Math.abs(x) > 30 ? 0 : g)),
  ],
  ['saturates-beyond-4', ['tanh', 'sigmoid'], entries((g, x) => (Math.abs(x) > 4 ? 0 : g))],
  [
    'is-wrong-below-1e-6',
    ['log', 'sqrt', 'sin', 'cos'],
    entries((g, x) => (x !== 0 && Math.abs(x) < 1e-6 ? 0.5 * g : g)),
  ],
  [
    'is-off-by-1e-6',
    ['exp', 'sigmoid', 'power', 'softmax', 'matmul'],
    (gradient) => mulScalar(gradient, 1 + 1e-6),
  ],
  [
    'is-wrong-at-rank-5',
    [
      'add',
      'multiply',
      'exp',
      'tanh',
      'reshape',
      'transpose',
      'permute',
      'summation',
      'mean',
      'logsumexp',
      'softmax',
      'matmul',
    ],
    where((node) => shapeOf(node).length === 5),
  ],
  [
    'is-wrong-at-size-1',
    ['divide', 'cos', 'reshape', 'summation', 'mean', 'logsumexp', 'logsoftmax', 'broadcast_to', 'matmul'],
    where((node) => shapeOf(node).includes(1)),
  ],
  [
    'is-wrong-for-0-d',
    ['subtract', 'sqrt', 'broadcast_to', 'power_scalar'],
    where((node) => shapeOf(node).length === 0),
  ],
  [
    'keeps-the-shape-of-the-empty',
    ['broadcast_to'],
    (gradient, node) =>
      node.shape.includes(0) && !shapeOf(node).includes(0)
        ? mulScalar(Tensor.fromData(tensorData(gradient.dtype, [1], [1])), 1)
        : gradient,
  ],
  [
    'is-wrong-for-null-axes',
    ['summation', 'mean', 'logsumexp', 'softmax', 'transpose'],
    where((node) => axesOf(node) === null),
  ],
  [
    'is-wrong-for-integer-axes',
    ['summation', 'mean', 'logsumexp', 'logsoftmax'],
    where((node) => typeof axesOf(node) === 'number'),
  ],
  [
    'is-wrong-for-negative-axes',
    ['summation', 'permute', 'transpose', 'softmax'],
    where((node) => listOf(node).some((axis) => axis < 0)),
  ],
  [
    'is-wrong-for-unordered-axes',
    ['summation', 'mean', 'logsumexp', 'softmax'],
    where((node) => listOf(node).some((axis, at, all) => at > 0 && axis < (all[at - 1] as number))),
  ],
  [
    'is-wrong-for-no-axes',
    ['summation', 'mean', 'logsumexp'],
    where((node) => Array.isArray(axesOf(node)) && listOf(node).length === 0 && shapeOf(node).length > 0),
  ],
  [
    'is-wrong-with-keepdims',
    ['summation', 'mean', 'logsumexp'],
    where((node) => attribute(node, 'keepdims') === true),
  ],
  [
    'is-wrong-in-float32',
    ['add', 'exp', 'permute', 'matmul', 'softmax'],
    where((_, gradient) => gradient.dtype === 'float32'),
  ],
  ['is-wrong-when-lazy', ['multiply', 'cos', 'mean', 'logsoftmax'], where(() => isLazy())],
  [
    'is-right-once-alone',
    ['multiply', 'divide', 'sin', 'summation', 'softmax'],
    (gradient) => gradient.detach(),
  ],
  [
    'is-wrong-for-one-node-twice',
    ['multiply', 'maximum', 'add'],
    where((node) => node.inputs[0] === node.inputs[1]),
  ],
  ['is-wrong-at-exponent-1', ['power_scalar'], where((node) => attribute(node, 'scalar') === 1)],
  ['is-wrong-at-exponent-2.5', ['power_scalar'], where((node) => attribute(node, 'scalar') === 2.5)],
  [
    'is-wrong-when-large',
    ['softmax', 'logsumexp', 'logsoftmax'],
    where((node) => (node.inputs[0]?.toData().data ?? []).some((x) => x > 500)),
  ],
];

export const subtleMutants: readonly GradientMisconception[] = families.flatMap(([name, ops, change]) =>
  ops.map(
    (op): GradientMisconception => ({
      kind: 'gradient',
      exercise: null,
      name: `${op} ${name}`,
      says: `The rule of ${op} ${name.replaceAll('-', ' ')}.`,
      hint: 'It is right almost everywhere.',
      breaks: 'vjp',
      op,
      change,
    }),
  ),
);
