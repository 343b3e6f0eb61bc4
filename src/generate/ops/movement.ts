/** Ops that lay out or repeat whole arrays, and detach, which leaves them as they are. */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import { expandShape } from '../../case/indexing.js';
import { permutation, transposition } from '../../case/ops/movement.js';
import { type Axes, type Shape, sizeOf } from '../../case/shape.js';
import type { Operation } from '../../case/vocabulary.js';
import { axesBiases, axisPairs, negativeAxis, permutations } from '../axes.js';
import type { Bias } from '../bias.js';
import { smallOf, unary } from '../form.js';
import { broadcastBiases } from '../shape-biases.js';
import { broadcastTargets, highRanks, manyOnes } from '../shapes.js';
import { simplestFirst } from '../simplest-first.js';
import { bare, exact, unchanged } from './defaults.js';
import type { Family } from './entry.js';

const nat = fc.nat({ max: 23 });
const few = simplestFirst([1, 2, 3, 4]);
const sometimes = simplestFirst([false, false, false, true]);

export const movement = {
  // No other op stops a gradient; among so many ops it would seldom be drawn.
  detach: { ...bare, range: unchanged, biases: () => ['detach'], needs: ['detach'], weight: 2 },
  transpose: {
    forms: (op) =>
      axisPairs.map((options) => unary(({ length }) => options(length).map((axes) => ({ op, axes })), 2)),
    range: unchanged,
    biases: ({ axes }, [a = []]) => transposeBiases(axes, a.length),
    ranks: highRanks,
    reach: exact,
  },
  permute: {
    forms: (op) =>
      permutations.map((options) => unary(({ length }) => options(length).map((axes) => ({ op, axes })))),
    range: unchanged,
    biases: ({ axes }, [a = []]) => permuteBiases(axes, a.length),
    ranks: highRanks,
    reach: exact,
  },
  reshape: {
    forms: (op) =>
      fc.nat({ max: 11 }).map((choice) =>
        unary((shape) => {
          const targets = layouts(sizeOf(shape), shape);
          return [{ op, shape: at(targets, choice % targets.length) }];
        }),
      ),
    range: unchanged,
    reach: exact,
  },
  broadcast_to: {
    forms: (op, space) =>
      broadcastTargets(space).map((target) => unary((shape) => [{ op, shape: target(shape) }])),
    range: unchanged,
    biases: ({ shape }, [a = []]) => broadcastBiases(a, shape),
    sizes: manyOnes,
    reach: exact,
  },
  squeeze: {
    forms: () =>
      fc.tuple(nat, nat).map(([kept, negative]) => unary((shape) => squeezes(shape, kept, negative))),
    range: unchanged,
    biases: ({ axes }, [a = []]) => axesBiases(axes, a.length),
    sizes: manyOnes,
  },
  unsqueeze: {
    forms: (op) =>
      fc.tuple(few, nat, nat, sometimes).map(([count, first, second, negative]) => ({
        ...unary(({ length }) => {
          const places =
            count < 3 || length > 3 ? [first % (length + 1)] : twoPlaces(length + 2, first, second);
          const rank = length + places.length;
          const sorted = places.toSorted((a, b) => a - b);
          const written = negative ? [places.map((place) => place - rank)] : [];
          return [...written, places, sorted].map((axes) => ({ op, axes }));
        }),
        ranks: { least: 0, most: 4 },
      })),
    range: unchanged,
    // All places are named, as they must be.
    biases: ({ axes }, [a = []]) =>
      axesBiases(axes, a.length + axes.length).filter(
        (bias) => bias === 'negative-axis' || bias === 'unordered-axes',
      ),
  },
  expand: {
    forms: (op, space) =>
      fc
        .tuple(broadcastTargets(space), nat)
        .map(([target, kept]) =>
          unary((shape) => smallOf([{ op, shape: withKept(shape, target(shape), kept) }], shape)),
        ),
    range: unchanged,
    biases: ({ shape }, [a = []]) => broadcastBiases(a, expandShape(a, shape)),
    sizes: manyOnes,
  },
} satisfies Family;

/** 'outer-transpose' swaps other axes than the last two. */
function transposeBiases(axes: readonly [number, number] | null, rank: number): Bias[] {
  if (axes === null) return ['null-axes'];
  const moved = transposition(axes, rank).flatMap((axis, index) => (axis === index ? [] : [index]));
  const outer = moved.some((axis) => axis < rank - 2);
  return [...negativeAxis(axes), ...(outer ? (['outer-transpose'] as const) : [])];
}

/** 'cyclic-permutation' is one that is not its own inverse. */
function permuteBiases(axes: readonly number[], rank: number): Bias[] {
  const order = permutation(axes, rank);
  const cyclic = order.some((axis, index) => order[axis] !== index);
  return [...negativeAxis(axes), ...(cyclic ? (['cyclic-permutation'] as const) : [])];
}

/** Shapes with as many entries. */
function layouts(count: number, shape: Shape): Shape[] {
  if (count === 0) return [[0], [0, 2], [3, 0]];
  const divisors = [2, 3, 4, 5, 6].filter((n) => n < count && count % n === 0);
  return [
    [count],
    ...divisors.map((n) => [n, count / n]),
    ...divisors.filter((n) => (count / n) % 2 === 0).map((n) => [2, n, count / n / 2]),
    [...shape].reverse(),
    [1, count],
    [...shape, 1],
    ...(count === 1 ? [[]] : []),
  ];
}

function squeezes(shape: Shape, kept: number, negative: number): Operation[] {
  const ones = shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  const some = ones.filter((_, index) => ((kept >> index) & 1) === 0);
  const signed = (list: readonly number[]) =>
    list.map((axis, index) => (((negative >> index) & 1) === 1 ? axis - shape.length : axis));
  const forms: Axes[] = [signed(some), some, ones, null];
  return (kept % 5 === 4 ? forms.reverse() : forms).map((list) => ({ op: 'squeeze', axes: list }));
}

function twoPlaces(rank: number, first: number, second: number): number[] {
  const place = first % rank;
  return [place, (place + 1 + (second % (rank - 1))) % rank];
}

/** Some sizes that stay as they are written as -1. */
const withKept = (from: Shape, to: Shape, kept: number): number[] =>
  to.map((size, axis) => {
    const own = from[axis - to.length + from.length];
    return own === size && ((kept >> axis) & 1) === 1 ? -1 : size;
  });
