/** Ops that flip, spread out, pad, cut out or pick entries. */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import { type Axes, indexOf, normalizeAxis, type Shape, sameShape, sizeOf } from '../../case/shape.js';
import type { Operation, StepOf } from '../../case/vocabulary.js';
import { axes, axesBiases, negativeAxis, singleAxis } from '../axes.js';
import type { Bias } from '../bias.js';
import { type Draft, smallOf, unary } from '../form.js';
import { pattern, scattered } from '../pattern.js';
import { between, type Range, together, zero } from '../ranges.js';
import { shapeBiases } from '../shape-biases.js';
import { highRanks } from '../shapes.js';
import { simplestFirst } from '../simplest-first.js';
import { firstAllowed, type Space } from '../space.js';
import { unchanged } from './defaults.js';
import type { Family } from './entry.js';

const dilations = simplestFirst([1, 1, 2, 0, 3]);
/** One per axis; a sixth axis takes the choice of the first. */
const perAxis = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.tuple(each, each, each, each, each).map((five) => [...five, five[0]]);
const paddings = perAxis(fc.tuple(simplestFirst([1, 0, 0, 2]), simplestFirst([0, 0, 1, 2])));
/** Zero to reach the end; else the distance from an end. */
const bounds = simplestFirst([0, 0, 0, 1, 2, -1, -2, 7]);
const runs = perAxis(fc.tuple(bounds, bounds, simplestFirst([1, 1, 1, 2, -1, -2, 3])));

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
  scatter_add: {
    forms: (_, space) =>
      fc
        .tuple(singleAxis(23), lengths, fc.nat({ max: 23 }), indices)
        .map(([axes, length, shorter, index]) => scatters(axes, { length, shorter, index }, space)),
    // Along the axis, all entries of the source may come to one place.
    range: ([a, b], { axis }, [, source]) => {
      const count = source.at(axis) as number;
      return between(a.low + Math.min(0, count * b.low), a.high + Math.max(0, count * b.high));
    },
    biases: ({ axis, index }, [, source]) =>
      source === undefined ? negativeAxis([axis]) : gatherBiases({ axis, index, indexShape: source }),
    fits: (base, source) =>
      base.length > 0 &&
      source.length === base.length &&
      source.every((size, axis) => size <= at(base, axis)),
    ranks: highRanks,
  },
  index_put: {
    forms: (op, space) =>
      fc.tuple(lengths, pattern).map(([length, drawn]) => {
        const partner = (base: Shape) =>
          firstAllowed(space, [base.with(0, Math.min(length, at(base, 0))), base], shapeBiases);
        const on = (base: Shape, [count = 0]: Shape) => ({
          op,
          indices: distinct(drawn, count, at(base, 0)),
        });
        return {
          ...unary((base) => [on(base, partner(base) ?? base)], 1),
          complete: (base = [0], rows = [0]) => on(base, rows),
          count: 2,
          partner,
        };
      }),
    fits: (base, rows) =>
      base.length > 0 && sameShape(rows, base.with(0, rows[0] ?? -1)) && at(rows, 0) <= at(base, 0),
    range: ([a, b]) => together(a, b),
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

/** 'repeated-index': an entry is read more than once, or added to. */
function gatherBiases({
  axis,
  index,
  indexShape,
}: Pick<StepOf<'gather'>, 'axis' | 'index' | 'indexShape'>): Bias[] {
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

/** A source with as many entries along the axis as drawn, and an index for it. */
function scatters(
  axes: (rank: number) => number[],
  { length, shorter, index }: GatherChoice,
  space: Space,
): Draft {
  const repeats = space.biases.has('repeated-index');
  const on = (axis: number, base: Shape, source: Shape) => {
    const along = normalizeAxis(axis, base.length, 'scatter_add');
    const placeOf = (entry: number) =>
      repeats ? at(index, entry % 24) % at(base, along) : at(indexOf(entry, source), along);
    return {
      op: 'scatter_add' as const,
      axis,
      index: Array.from({ length: sizeOf(source) }, (_, entry) => placeOf(entry)),
    };
  };
  const axisOn = (base: Shape): number =>
    firstAllowed(space, axes(base.length), (axis) => negativeAxis([axis])) ?? at(axes(base.length), 0);
  const sourceOf = (base: Shape): Shape => {
    const along = normalizeAxis(axisOn(base), base.length, 'scatter_add');
    return base.map((size, axis) => {
      if (axis === along) return repeats && size > 0 ? length : Math.min(length, size);
      return ((shorter >> axis) & 1) === 1 && size > 1 ? size - 1 : size;
    });
  };
  return {
    ...unary((base) => [on(axisOn(base), base, sourceOf(base))], 1),
    complete: (base = [], source = []) => on(axisOn(base), base, source),
    count: 2,
    partner: (base) => firstAllowed(space, [sourceOf(base), base], shapeBiases),
  };
}

/** The first of the rows, in a drawn order. */
function distinct(drawn: number, length: number, rows: number): number[] {
  const order = scattered(drawn, rows, 1000);
  return [...order.keys()].sort((a, b) => at(order, a) - at(order, b) || a - b).slice(0, length);
}
