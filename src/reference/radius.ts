/**
 * How far an argument may move before the op stops being smooth: to the edge of its domain, to its nearest
 * kink, or over its natural scale. Powers of two, so that x + t·r is exact for the steps of a difference.
 */
import type { Step } from '../program/step.js';
import { factsOf } from '../program/vocabulary.js';

/** Ops that vary over a distance of about 1, wherever they are. */
export const unitScale: ReadonlySet<string> = new Set([
  'exp',
  'sin',
  'cos',
  'tanh',
  'sigmoid',
  'logsumexp',
  'softmax',
  'logsoftmax',
]);

/** Ops that are straight in each argument: the farther the points, the less their rounding counts. */
const straight: ReadonlySet<string> = new Set([
  ...['add', 'subtract', 'multiply', 'add_scalar', 'mul_scalar', 'divide_scalar', 'negate'],
  ...['summation', 'mean', 'avg_pool', 'matmul', 'conv', 'einsum'],
]);

const powerOfTwoBelow = (x: number): number => 2 ** Math.floor(Math.log2(x));

/** The radius around argument `argument` of a step at the entries a and b. */
export function radiusOf(step: Step, argument: number, a: number, b: number): number {
  const { kink } = factsOf(step);
  const x = argument === 0 ? a : b;
  if (kink !== 'none') return powerOfTwoBelow(kinkDistance(step, a, b) || 1);
  if (unitScale.has(step.op) || (step.op === 'power' && argument === 1)) return 1;
  if (straight.has(step.op)) return powerOfTwoBelow(Math.max(1, Math.abs(a), Math.abs(b) || 0));
  return powerOfTwoBelow(Math.abs(x) || 1);
}

/** The distance of the entries a and b from the op's kink; ∞ for an op without one. */
export function kinkDistance(step: Step, a: number, b: number): number {
  switch (factsOf(step).kink) {
    case 'zero':
      return Math.abs(a);
    case 'tie':
      return Math.abs(a - b);
    default:
      return Number.POSITIVE_INFINITY;
  }
}
