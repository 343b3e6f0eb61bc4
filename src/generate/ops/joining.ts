/** Ops that join arrays and cut them apart. */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import { singleAxis } from '../axes.js';
import { unary } from '../form.js';
import { type Range, together } from '../ranges.js';
import { anyRank } from '../ranks.js';
import { shapeBiases } from '../shape-biases.js';
import { simplestFirst } from '../simplest-first.js';
import { firstAllowed } from '../space.js';
import { oneAxis, unchanged } from './defaults.js';
import type { Family } from './entry.js';

const operands = simplestFirst([1, 2, 2, 2, 2, 3, 3]);
const lengths = simplestFirst([1, 2, 3, 4]);
const axes = singleAxis(11);

const ofAll = (args: readonly Range[]): Range => args.reduce(together);

export const joining = {
  stack: {
    ...oneAxis,
    forms: (op) =>
      fc.tuple(axes, operands).map(([options, count]) => ({
        ranks: { ...anyRank, most: 4 },
        options: ({ length }) => options(length + 1).map((axis) => ({ op, axis })),
        count,
        partner: count === 1 ? undefined : (shape) => shape,
      })),
    range: ofAll,
  },
  concat: {
    ...oneAxis,
    forms: (op, space) =>
      fc.tuple(axes, operands, lengths).map(([options, count, length]) => ({
        ranks: { ...anyRank, least: 1 },
        options: (shape) => options(shape.length).map((axis) => ({ op, axis })),
        count,
        partner:
          count === 1
            ? undefined
            : (shape) => {
                const longer = shape.with(options(shape.length).at(-1) as number, length);
                return firstAllowed(space, [longer, shape], shapeBiases);
              },
      })),
    range: ofAll,
  },
  split: {
    ...oneAxis,
    forms: (op) =>
      fc.tuple(axes, fc.nat({ max: 11 })).map(([options, piece]) =>
        unary((shape) => {
          const written = options(shape.length);
          const pieces = shape.at(at(written, 0)) as number;
          return pieces === 0 ? [] : written.map((axis) => ({ op, axis, index: piece % pieces }));
        }, 1),
      ),
    range: unchanged,
  },
} satisfies Family;
