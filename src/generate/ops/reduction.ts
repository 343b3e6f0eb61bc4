/** Ops that reduce entries along axes, and ops that normalize along axes. */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import { type Axes, normalizeAxes, type Shape } from '../../case/shape.js';
import type { Operation, OpName, StepOf } from '../../case/vocabulary.js';
import { axes, axesBiases } from '../axes.js';
import type { Bias } from '../bias.js';
import { type Draft, unary } from '../form.js';
import { between, magnitude, mapped, type Range, scaled, shifted, standardized } from '../ranges.js';
import { highRanks } from '../shapes.js';
import { simplestFirst } from '../simplest-first.js';
import type { Space } from '../space.js';
import { spanOf } from '../spans.js';
import { exponentials, factors, moderate, type OpsBy, powers, unchanged } from './defaults.js';
import type { Family } from './entry.js';

const corrections = simplestFirst([1, 0, 1, 0, 0.5]);
const epsilons = simplestFirst([0.5, 1, 1e-3, 1e-5]);
export const epsilonsOf = ({ dtype }: Space): fc.Arbitrary<number> =>
  epsilons.map((eps) => Math.max(eps, spanOf[dtype].eps));

interface Drawn {
  readonly axes: Axes;
  readonly keepdims: boolean;
  readonly number: number;
  /** How many entries are brought together. */
  readonly count: number;
}

/** Whether so many entries may be brought together: none too, some, or so few that their product stays small. */
const counts = {
  any: () => true,
  some: (count: number) => count > 0,
  few: (count: number) => count <= 6,
};

/** An op over axes: its forms, how many entries it may bring together, and a drawn number. */
const overAxes = <Op extends OpName>(
  written: (op: Op, drawn: Drawn) => Operation,
  takes: keyof typeof counts,
  numbers: (space: Space) => fc.Arbitrary<number> = () => fc.constant(0),
) => ({
  forms(op: Op, space: Space): fc.Arbitrary<Draft> {
    const { biases } = space;
    const least = biases.has('null-axes') || biases.has('no-axes') ? 0 : 1;
    const dims = simplestFirst(biases.has('keepdims') ? [false, false, true] : [false]);
    return fc.tuple(axes, dims, numbers(space)).map(([options, keepdims, number]) =>
      unary((shape) => {
        const drawn = options(shape.length).map((some) => ({ axes: some, count: countOf(some, shape) }));
        const taken = drawn.filter(({ count }) => counts[takes](count));
        return taken.map((each) => written(op, { ...each, keepdims, number }));
      }, least),
    );
  },
  biases: (
    step: { readonly axes: Axes; readonly keepdims?: boolean },
    [a = []]: readonly Shape[],
  ): Bias[] => [
    ...axesBiases(step.axes, a.length),
    ...(step.keepdims === true ? (['keepdims'] as const) : []),
  ],
  ranks: highRanks,
});

/** How many entries are brought together. */
const countOf = (some: Axes, shape: Shape): number =>
  normalizeAxes(some, shape.length, 'axes').reduce((count, axis) => count * at(shape, axis), 1);

const reduced = (op: OpsBy<'axes' | 'keepdims'>, { axes, keepdims }: Drawn): Operation => ({
  op,
  axes,
  keepdims,
});
const ofEntries = overAxes(reduced, 'some');
const normalizing = {
  ...overAxes((op: 'softmax' | 'logsoftmax', { axes }) => ({ op, axes }), 'any'),
  ...exponentials,
  reach: moderate,
};

const spread = {
  ...overAxes(
    (op: 'var' | 'std', { axes, keepdims, count, number }) => ({
      op,
      axes,
      keepdims,
      correction: count > number ? number : 0,
    }),
    'some',
    () => corrections,
  ),
  reach: moderate,
};

function mostVariance(a: Range, { axes, correction }: StepOf<'var' | 'std'>, shape: Shape): number {
  const count = countOf(axes, shape);
  return (((a.high - a.low) ** 2 / 4) * count) / (count - correction);
}

export const reduction = {
  summation: {
    ...overAxes(reduced, 'any'),
    range: ([a], step, [shape]) => scaled(between(a.low, a.high), countOf(step.axes, shape)),
  },
  mean: { ...ofEntries, range: ([a]) => between(a.low, a.high) },
  max: { ...ofEntries, range: unchanged },
  min: { ...ofEntries, range: unchanged },
  var: { ...spread, range: ([a], step, [shape]) => between(0, mostVariance(a, step, shape)) },
  std: { ...spread, range: ([a], step, [shape]) => between(0, Math.sqrt(mostVariance(a, step, shape))) },
  norm: {
    ...overAxes(reduced, 'any'),
    range: ([a], step, [shape]) => between(0, Math.sqrt(countOf(step.axes, shape)) * magnitude(a)),
    reach: moderate,
  },
  logsumexp: {
    ...ofEntries,
    ...exponentials,
    range: ([a], step, [shape]) => shifted(a, Math.log(countOf(step.axes, shape))),
    reach: [1e-3, 4.5],
  },
  prod: {
    short: true,
    ...overAxes(reduced, 'few'),
    range: ([a], step, [shape]) => powers(a, countOf(step.axes, shape)).at(-1) as Range,
    ...factors,
  },
  softmax: {
    ...normalizing,
    range: ([a], step, [shape]) => shares(a, countOf(step.axes, shape)),
  },
  logsoftmax: {
    ...normalizing,
    range: ([a], step, [shape]) => mapped(shares(a, countOf(step.axes, shape)), Math.log),
  },
  layer_norm: {
    ...overAxes((op: 'layer_norm', { axes, number }) => ({ op, axes, eps: number }), 'any', epsilonsOf),
    range: (_, step, [shape]) => standardized(countOf(step.axes, shape)),
    reach: moderate,
  },
} satisfies Family;

/** The range of softmax over `count` entries (for none: any value it could give). */
function shares({ low, high }: Range, count: number): Range {
  const others = Math.max(0, count - 1);
  return between(1 / (1 + others * Math.exp(high - low)), 1 / (1 + others * Math.exp(low - high)));
}
