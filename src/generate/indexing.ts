/** Forms of the ops that pick entries out, spread them out, or change their axes of size 1. */
import fc from 'fast-check';
import { type Axes, type Shape, sizeOf } from '../case/shape.js';
import type { Operation } from '../case/step.js';
import { inferShape } from '../case/vocabulary.js';
import { axes } from './axes.js';
import { allowed, type Form, stepOn, unary } from './form.js';
import { pattern, scattered } from './pattern.js';
import { broadcastTargets, isSmall } from './shapes.js';
import { simplestFirst } from './simplest-first.js';
import type { Space } from './space.js';

type IndexingOp =
  | 'flip'
  | 'dilate'
  | 'undilate'
  | 'pad'
  | 'slice'
  | 'squeeze'
  | 'unsqueeze'
  | 'expand'
  | 'gather'
  | 'embedding';

const nat = fc.nat({ max: 23 });
const sometimes = simplestFirst([false, false, false, true]);
const few = simplestFirst([1, 2, 3, 4]);
const dilations = simplestFirst([1, 1, 2, 0, 3]);
const five = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<[T, T, T, T, T]> =>
  fc.tuple(each, each, each, each, each);
const paddings = five(fc.tuple(simplestFirst([1, 0, 0, 2]), simplestFirst([0, 0, 1, 2])));
/** Zero to reach to the end; else how far from an end. */
const bounds = simplestFirst([0, 0, 0, 1, 2, -1, -2, 7]);
const runs = five(fc.tuple(bounds, bounds, simplestFirst([1, 1, 1, 2, -1, -2, 3])));
/** Enough for the entries of any index. */
const indices = pattern.map((drawn) => scattered(drawn, 24, 24));

export function indexingForms(op: IndexingOp, space: Space): fc.Arbitrary<Form> {
  const form = (options: (shape: Shape) => readonly Operation[], least = 0): Form =>
    unary(op, (shape) => allowed(smallOf(options(shape), shape), [shape], space), least);
  switch (op) {
    case 'flip':
      return axes.map((written) => form(({ length }) => written(length).map((some) => ({ op, axes: some }))));
    case 'dilate':
    case 'undilate':
      return fc
        .tuple(axes, dilations)
        .map(([written, dilation]) =>
          form(({ length }) => written(length).map((some) => ({ op, axes: some, dilation }))),
        );
    case 'pad':
      return paddings.map((pairs) =>
        form(({ length }) => {
          const lastAlone = pairs.map((pair, axis) => (axis === length - 1 ? pair : ([0, 0] as const)));
          return [pairs, lastAlone].map((padding) => ({ op, padding: padding.slice(0, length) }));
        }),
      );
    case 'slice':
      return runs.map((drawn) => form(({ length }) => slices(drawn.slice(0, length))));
    case 'squeeze':
      return fc.tuple(nat, nat).map(([kept, negative]) => form((shape) => squeezes(shape, kept, negative)));
    case 'unsqueeze':
      return fc.tuple(few, nat, nat, sometimes).map(([count, first, second, negative]) => ({
        ...form(({ length }) => {
          const places =
            count < 3 || length > 3 ? [first % (length + 1)] : twoPlaces(length + 2, first, second);
          const rank = length + places.length;
          const sorted = places.toSorted((a, b) => a - b);
          const written = negative ? [places.map((place) => place - rank)] : [];
          return [...written, places, sorted].map((some) => ({ op, axes: some }));
        }),
        ranks: { least: 0, most: 4 },
      }));
    case 'expand':
      return fc
        .tuple(broadcastTargets(space), nat)
        .map(([target, kept]) => form((shape) => [{ op, shape: withKept(shape, target(shape), kept) }]));
    case 'gather':
      return fc
        .tuple(nat, sometimes, few, nat, indices)
        .map(([axis, negative, length, shorter, index]) =>
          form((shape) => gathers(shape, { axis: axis % shape.length, negative, length, shorter, index }), 1),
        );
    case 'embedding':
      return fc
        .tuple(simplestFirst([[2], [3], [1], [], [2, 2], [4]]), indices)
        .map(([indicesShape, drawn]) => ({
          ...form((shape) => embeddings(shape, indicesShape, drawn)),
          ranks: { least: 2, most: 2 },
        }));
  }
}

/** Those that make small arrays; of a large array, where none does, all of them. */
function smallOf(options: readonly Operation[], shape: Shape): readonly Operation[] {
  const small = options.filter((operation) => isSmall(inferShape(stepOn(operation, [0]), [shape])));
  return small.length > 0 ? small : options;
}

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

interface GatherChoice {
  readonly axis: number;
  readonly negative: boolean;
  readonly length: number;
  /** For each axis a bit: whether the index is shorter there. */
  readonly shorter: number;
  readonly index: readonly number[];
}

function gathers(shape: Shape, { axis, negative, length, shorter, index }: GatherChoice): Operation[] {
  const size = shape[axis] as number;
  const others = shape.map((n, other) => (((shorter >> other) & 1) === 1 && n > 1 ? n - 1 : n));
  const drawn = others.with(axis, size === 0 ? 0 : length);
  const stride = sizeOf(shape.slice(axis + 1));
  const along = (position: number) => Math.floor(position / stride) % Math.max(1, size);
  const written = negative ? [axis - shape.length, axis] : [axis];
  return written.flatMap((named): Operation[] => [
    {
      op: 'gather',
      axis: named,
      indexShape: drawn,
      index: Array.from({ length: sizeOf(drawn) }, (_, at) => (index[at % 24] as number) % size),
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
