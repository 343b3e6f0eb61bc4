/** Norms with a weight, and a bias. */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import { type Shape, sameShape, sizeOf } from '../../case/shape.js';
import type { Operation } from '../../case/vocabulary.js';
import { type Draft, unary } from '../form.js';
import { between, type Range, standardized, sumOfProducts } from '../ranges.js';
import { shapeBiases } from '../shape-biases.js';
import { highRanks } from '../shapes.js';
import { simplestFirst } from '../simplest-first.js';
import { firstAllowed, type Space } from '../space.js';
import { moderate } from './defaults.js';
import type { Family } from './entry.js';
import { epsilonsOf } from './reduction.js';

/** A weight of the shape of the last axes. */
const lastAxesForms =
  (count: number, made: (eps: number) => Operation) =>
  (_: unknown, space: Space): fc.Arbitrary<Draft> =>
    fc.tuple(epsilonsOf(space), simplestFirst([1, 1, 2, 3])).map(([eps, axes]) => ({
      ...unary(() => [made(eps)], 1),
      count,
      partner: (shape, [weight] = []) =>
        weight ?? firstAllowed(space, [shape.slice(-axes), shape.slice(-1), shape], shapeBiases),
    }));

/** A weight and a bias with an entry for each channel. */
const channelForms =
  (made: (eps: number, [channels, size]: readonly [number, number], drawn: number) => Operation) =>
  (_: unknown, space: Space): fc.Arbitrary<Draft> =>
    fc.tuple(epsilonsOf(space), simplestFirst([1, 2, 2, 3, 4])).map(([eps, drawn]) => ({
      ...unary((shape) => [made(eps, [at(shape, 1), sizeOf(shape.slice(1))], drawn)], 2),
      count: 3,
      partner: (shape) => [at(shape, 1)],
    }));

const fitsLastAxes = (shape: Shape, weight: Shape, _: Space, [first]: readonly Shape[]): boolean =>
  first === undefined
    ? weight.length > 0 && weight.length <= shape.length && sameShape(weight, shape.slice(-weight.length))
    : sameShape(weight, first);
const fitsChannels = (shape: Shape, weight: Shape): boolean =>
  shape.length > 1 && sameShape(weight, [at(shape, 1)]);

/** Of entries that are standardized over so many, times the weight, plus the bias if there is one. */
function affine(count: number, [, weight, bias]: readonly [Range, Range, ...Range[]]): Range {
  const { low, high } = sumOfProducts([standardized(count), weight], 1);
  return bias === undefined ? between(low, high) : between(low + bias.low, high + bias.high);
}

/** An input that is its own weight is left to programs. */
const common = { ranks: highRanks, reach: moderate, repeats: () => false };
const overLastAxes = {
  ...common,
  fits: fitsLastAxes,
  range: (
    args: readonly [Range, Range, ...Range[]],
    _: unknown,
    [, weight]: readonly [Shape, Shape, ...Shape[]],
  ): Range => affine(sizeOf(weight), args),
};
/** The entries of a channel, or of all: no slice has more. */
const overChannels = {
  ...common,
  fits: fitsChannels,
  range: (
    args: readonly [Range, Range, ...Range[]],
    _: unknown,
    [shape]: readonly [Shape, ...Shape[]],
  ): Range => affine(sizeOf(shape), args),
};

export const norms = {
  affine_layer_norm: {
    ...overLastAxes,
    forms: lastAxesForms(3, (eps) => ({ op: 'affine_layer_norm', eps })),
  },
  affine_batch_norm: { ...overChannels, forms: channelForms((eps) => ({ op: 'affine_batch_norm', eps })) },
  group_norm: {
    ...overChannels,
    forms: channelForms((eps, [channels, size], drawn) => ({
      op: 'group_norm',
      // Over one entry, nothing is left but the bias.
      groups: [drawn, 2, 3].find((groups) => channels % groups === 0 && size > groups) ?? 1,
      eps,
    })),
  },
  rms_norm: { ...overLastAxes, forms: lastAxesForms(2, (eps) => ({ op: 'rms_norm', eps })) },
} satisfies Family;
