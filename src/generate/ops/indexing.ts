/** Ops that flip, spread out, pad, cut out or pick entries. */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import { type Axes, indexOf, normalizeAxis, type Shape, sizeOf } from '../../case/shape.js';
import type { Operation, StepOf } from '../../case/vocabulary.js';
import { axes, axesBiases, negativeAxis, singleAxis } from '../axes.js';
import type { Bias } from '../bias.js';
import { type Draft, smallOf, unary } from '../form.js';
import { pattern, scattered } from '../pattern.js';
import { type Range, together, zero } from '../ranges.js';
import { highRanks } from '../shapes.js';
import { simplestFirst } from '../simplest-first.js';
import { unchanged } from './defaults.js';
import type { Family } from './entry.js';

const dilations = simplestFirst([1, 1, 2, 0, 3]);
const five = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<[T, T, T, T, T]> =>
  fc.tuple(each, each, each, each, each);
const paddings = five(fc.tuple(simplestFirst([1, 0, 0, 2]), simplestFirst([0, 0, 1, 2])));
/** Zero to reach the end; else the distance from an end. */
const bounds = simplestFirst([0, 0, 0, 1, 2, -1, -2, 7]);
const runs = five(fc.tuple(bounds, bounds, simplestFirst([1, 1, 1, 2, -1, -2, 3])));

const form = (options: (rank: number) => readonly Operation[]): Draft =>
  unary((shape) => smallOf(options(shape.length), shape));

const overAxes = {
  biases: (operation: { readonly axes: Axes }, [a = []]: readonly Shape[]): Bias[] =>
    axesBiases(operation.axes, a.length),
  ranks: highRanks,
};
const dilating = {
  ...overAxes,
  forms: (op: 'dilate' | 'undilate'): fc.Arbitrary<Draft> =>
    fc
      .tuple(axes, dilations)
      .map(([written, dilation]) =>
        form((rank) => written(rank).map((some) => ({ op, axes: some, dilation }))),
      ),
};
const withZeros = ([a]: readonly [Range, ...Range[]]): Range => together(a, zero);
const lengths = simplestFirst([1, 2, 3, 4]);
/** Enough for the entries of any index. */
const indices = pattern.map((drawn) => scattered(drawn, 24, 24));
const indicesShapes = simplestFirst([[2], [3], [1], [], [2, 2], [4]]);

export const indexing = {
  flip: {
    ...overAxes,
    forms: (op) => axes.map((written) => form((rank) => written(rank).map((some) => ({ op, axes: some })))),
    range: unchanged,
  },
  dilate: { ...dilating, range: withZeros },
  undilate: { ...dilating, range: unchanged },
  pad: {
    forms: (op) =>
      paddings.map((pairs) =>
        form((rank) => {
          const lastAlone = pairs.map((pair, axis) => (axis === rank - 1 ? pair : ([0, 0] as const)));
          return [pairs, lastAlone].map((padding) => ({ op, padding: padding.slice(0, rank) }));
        }),
      ),
    range: withZeros,
  },
  slice: {
    forms: () => runs.map((drawn) => form((rank) => slices(drawn.slice(0, rank)))),
    range: unchanged,
    biases: ({ steps }) => (steps.some((by) => by < 0) ? ['negative-step'] : []),
    ranks: highRanks,
  },
  gather: {
    forms: () =>
      fc
        .tuple(singleAxis(23), lengths, fc.nat({ max: 23 }), indices)
        .map(([axes, length, shorter, index]) =>
          unary((shape) => smallOf(gathers(shape, axes(shape.length), { length, shorter, index }), shape), 1),
        ),
    range: unchanged,
    biases: gatherBiases,
    ranks: highRanks,
  },
  embedding: {
    forms: () =>
      fc.tuple(indicesShapes, indices).map(([indicesShape, drawn]) => ({
        ...unary((shape) => smallOf(embeddings(shape, indicesShape, drawn), shape)),
        ranks: { least: 2, most: 2 },
      })),
    range: unchanged,
    biases: ({ indices }) => (new Set(indices).size < indices.length ? ['repeated-index'] : []),
  },
} satisfies Family;

function slices(drawn: readonly (readonly [start: number, stop: number, step: number])[]): Operation[] {
  const bound = (at: number) => (at === 0 ? null : at);
  const starts = drawn.map(([start]) => bound(start));
  const stops = drawn.map(([, stop]) => bound(stop));
  const steps = drawn.map(([, , step]) => step);
  return [
    { op: 'slice', starts, stops, steps },
    { op: 'slice', starts, stops, steps: steps.map(Math.abs) },
  ];
}

/** 'repeated-index': an entry is read more than once. */
function gatherBiases({ axis, index, indexShape }: Omit<StepOf<'gather'>, 'args'>): Bias[] {
  const along = normalizeAxis(axis, indexShape.length, 'gather');
  const read = index.map((at, position) => indexOf(position, indexShape).with(along, at).join());
  const repeated = new Set(read).size < read.length;
  return [...negativeAxis([axis]), ...(repeated ? (['repeated-index'] as const) : [])];
}

interface GatherChoice {
  readonly length: number;
  /** For each axis a bit: whether the index is shorter there. */
  readonly shorter: number;
  readonly index: readonly number[];
}

function gathers(shape: Shape, axes: readonly number[], drawn: GatherChoice): Operation[] {
  const { length, shorter, index } = drawn;
  const axis = axes.at(-1) as number;
  const size = at(shape, axis);
  const others = shape.map((n, other) => (((shorter >> other) & 1) === 1 && n > 1 ? n - 1 : n));
  const indexShape = others.with(axis, size === 0 ? 0 : length);
  const stride = sizeOf(shape.slice(axis + 1));
  const along = (position: number) => Math.floor(position / stride) % Math.max(1, size);
  return axes.flatMap((named): Operation[] => [
    {
      op: 'gather',
      axis: named,
      indexShape,
      index: Array.from({ length: sizeOf(indexShape) }, (_, at) => (index[at % 24] as number) % size),
    },
    // Every entry once, in its place.
    {
      op: 'gather',
      axis: named,
      indexShape: shape,
      index: Array.from({ length: sizeOf(shape) }, (_, at) => along(at)),
    },
  ]);
}

function embeddings([rows = 0]: Shape, indicesShape: Shape, drawn: readonly number[]): Operation[] {
  const shape = rows === 0 ? [0] : indicesShape;
  return [
    { op: 'embedding', indicesShape: shape, indices: drawn.slice(0, sizeOf(shape)).map((at) => at % rows) },
    { op: 'embedding', indicesShape: [rows], indices: Array.from({ length: rows }, (_, row) => row) },
  ];
}
