/** What neural networks add: choices by condition, bound or mask, and losses and norms. */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import { broadcastShapes, type Shape, sizeOf } from '../../case/shape.js';
import { unary } from '../form.js';
import { pattern, scattered } from '../pattern.js';
import { between, mapped, scaled, standardized, together, zero } from '../ranges.js';
import { anyRank } from '../ranks.js';
import { highRanks, partners } from '../shapes.js';
import { simplestFirst } from '../simplest-first.js';
import { bare, binary, exponentials, moderate } from './defaults.js';
import type { Family } from './entry.js';
import { epsilonsOf } from './reduction.js';

/** None of them is a number in many pools, so that bounds are met only when they are sought. */
const bounds = simplestFirst([
  [-1.25, 1.75],
  [null, 1.25],
  [-0.625, null],
  [1.125, 2.75],
  [-1.75, -1.75],
] as const);
const probabilities = simplestFirst([0.5, 0.25, 0.75, 0.2, 0]);

const hardswishOf = (x: number): number => (x * Math.min(6, Math.max(0, x + 3))) / 6;

export const network = {
  where: {
    ...binary,
    forms: (op, space) =>
      fc.tuple(partners(space), pattern).map(([partner, drawn]) => {
        const on = (...shapes: readonly Shape[]) => {
          const [a, b] = shapes as [Shape, Shape];
          return { op, condition: scattered(drawn, sizeOf(broadcastShapes(a, b, op)), 2) };
        };
        return { ranks: anyRank, options: (shape) => [on(shape, shape)], complete: on, count: 2, partner };
      }),
    range: ([a, b]) => together(a, b),
  },
  clip: {
    forms: (op) => bounds.map(([min, max]) => unary(() => [{ op, min, max }])),
    range: ([a], { min, max }) => mapped(a, (x) => Math.min(Math.max(x, min ?? x), max ?? x)),
  },
  hardswish: {
    ...bare,
    // The least value is -3/8.
    range: ([a]) => between(a.low < 0 ? -0.375 : hardswishOf(a.low), Math.max(0, hardswishOf(a.high))),
  },
  dropout: {
    forms: (op) =>
      fc
        .tuple(probabilities, pattern)
        .map(([p, drawn]) => unary((shape) => [{ op, p, mask: scattered(drawn, sizeOf(shape), 2) }])),
    range: ([a], { p }) => together(zero, scaled(a, 1 / (1 - p))),
  },
  cross_entropy: {
    ...exponentials,
    forms: (op) =>
      pattern.map((drawn) => ({
        ...unary(([rows = 0, classes = 0]) =>
          rows * classes === 0 ? [] : [{ op, labels: scattered(drawn, rows, classes) }],
        ),
        ranks: { least: 2, most: 2 },
      })),
    range: ([a], _, [shape]) => between(0, a.high - a.low + Math.log(at(shape, 1))),
    reach: moderate,
  },
  mse_loss: {
    ...binary,
    forms: (op, space) =>
      partners(space).map((partner) => ({
        ranks: anyRank,
        options: (shape) => (shape.includes(0) ? [] : [{ op }]),
        count: 2,
        partner(shape) {
          const other = partner(shape);
          return other?.includes(0) ? shape : other;
        },
      })),
    // The mean of nothing is not a number.
    range: ([a, b], _, shapes) =>
      shapes.some((each) => each.includes(0))
        ? between(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
        : between(0, Math.max(a.high - b.low, b.high - a.low) ** 2),
    reach: moderate,
  },
  batch_norm: {
    forms: (op, space) => epsilonsOf(space).map((eps) => unary(() => [{ op, eps }], 2)),
    range: (_, __, [shape]) => standardized(sizeOf(shape) / (shape[1] || 1)),
    ranks: highRanks,
    reach: moderate,
  },
} satisfies Family;
