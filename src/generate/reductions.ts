/** Forms of the ops that bring entries together along axes. */
import fc from 'fast-check';
import { type Axes, normalizeAxes, type Shape } from '../case/shape.js';
import type { Operation } from '../case/step.js';
import { axes } from './axes.js';
import { allowed, type Form, unary } from './form.js';
import { simplestFirst } from './simplest-first.js';
import type { Space } from './space.js';

type Reduction = 'summation' | 'mean' | 'logsumexp' | 'max' | 'min' | 'var';
type Normalization = 'softmax' | 'logsoftmax' | 'layer_norm';

const corrections = simplestFirst([1, 0, 1, 0, 0.5]);
export const epsilons = simplestFirst([0.5, 1, 1e-3, 1e-5]);

export function reductionForms(op: Reduction | Normalization, space: Space): fc.Arbitrary<Form> {
  const least = space.biases.has('null-axes') || space.biases.has('no-axes') ? 0 : 1;
  const dims = simplestFirst(space.biases.has('keepdims') ? [false, false, true] : [false]);
  const numbers = op === 'var' ? corrections : op === 'layer_norm' ? epsilons : fc.constant(0);
  return fc.tuple(axes, dims, numbers).map(([options, keepdims, number]) => {
    const written = (some: Axes, shape: Shape): Operation => {
      if (op === 'softmax' || op === 'logsoftmax') return { op, axes: some };
      if (op === 'layer_norm') return { op, axes: some, eps: number };
      if (op !== 'var') return { op, axes: some, keepdims };
      return { op, axes: some, keepdims, correction: countOf(some, shape) > number ? number : 0 };
    };
    const operation = (shape: Shape) => {
      const finite = options(shape.length).filter(
        (some) => !nonempty.includes(op) || hasEntries(some, shape),
      );
      return allowed(
        finite.map((some) => written(some, shape)),
        [shape],
        space,
      );
    };
    return unary(op, operation, least);
  });
}

/** Ops that have no finite value where there are no entries. */
const nonempty: readonly (Reduction | Normalization)[] = ['mean', 'logsumexp', 'max', 'min', 'var'];

const hasEntries = (some: Axes, shape: Shape): boolean =>
  normalizeAxes(some, shape.length, 'axes').every((axis) => shape[axis] !== 0);

/** How many entries are brought together. */
const countOf = (some: Axes, shape: Shape): number =>
  normalizeAxes(some, shape.length, 'axes').reduce((count, axis) => count * (shape[axis] as number), 1);
