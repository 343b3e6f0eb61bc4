/** Ops that reduce entries along axes, and ops that normalize along axes. */
import { axes, boolean } from '../attributes.js';
import { type Axes, normalizeAxes, type Shape } from '../shape.js';
import { unary } from './entry.js';

/** Removes the axes, or leaves them at size 1. */
export function reduceShape(shape: Shape, axes: Axes, keepdims: boolean, op: string): Shape {
  const reduced = new Set(normalizeAxes(axes, shape.length, op));
  return keepdims
    ? shape.map((size, axis) => (reduced.has(axis) ? 1 : size))
    : shape.filter((_, axis) => !reduced.has(axis));
}

interface Reduction {
  readonly op: string;
  readonly axes: Axes;
  readonly keepdims: boolean;
}

export const reduced = {
  attributes: { axes, keepdims: boolean },
  shape: (step: Reduction, [a]: readonly [Shape]): Shape => reduceShape(a, step.axes, step.keepdims, step.op),
};

export const normalized = {
  attributes: { axes },
  shape(step: Omit<Reduction, 'keepdims'>, [a]: readonly [Shape]): Shape {
    normalizeAxes(step.axes, a.length, step.op);
    return a;
  },
};

export const reduction = {
  summation: unary(reduced),
  mean: unary(reduced),
  logsumexp: unary(reduced),
  softmax: unary(normalized),
  logsoftmax: unary(normalized),
};
