/** Ops that go along one axis, entry by entry. */
import fc from 'fast-check';
import type { Operation } from '../../case/vocabulary.js';
import { singleAxis } from '../axes.js';
import { type Draft, unary } from '../form.js';
import { between, scaled, together } from '../ranges.js';
import { simplestFirst } from '../simplest-first.js';
import { factors, oneAxis, powers, unchanged } from './defaults.js';
import type { Family } from './entry.js';

const choices = fc.tuple(singleAxis(23), simplestFirst([false, true]));

const along = (written: (axis: number, descending: boolean) => Operation): fc.Arbitrary<Draft> =>
  choices.map(([options, descending]) =>
    unary(({ length }) => options(length).map((axis) => written(axis, descending)), 1),
  );

export const order = {
  cumsum: {
    ...oneAxis,
    forms: (op) => along((axis) => ({ op, axis })),
    range: ([a], { axis }, [shape]) => together(a, scaled(between(a.low, a.high), shape.at(axis) as number)),
  },
  cumprod: {
    short: true,
    ...oneAxis,
    forms: (op) => along((axis) => ({ op, axis })),
    range: ([a], { axis }, [shape]) =>
      powers(a, shape.at(axis) as number)
        .slice(1)
        .reduce(together, a),
    ...factors,
  },
  sort: {
    ...oneAxis,
    forms: (op) => along((axis, descending) => ({ op, axis, descending })),
    range: unchanged,
  },
} satisfies Family;
