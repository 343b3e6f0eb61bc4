/** Ops that only move entries: where each output entry is read. No arithmetic but that of positions. */
import { runsOf } from '../case/indexing.js';
import { indexOf, normalizeAxes, normalizeAxis, type Shape, sizeOf, stridesOf } from '../case/shape.js';
import type { Step, StepOf } from '../case/step.js';
import { inferShape, permutation, transposition } from '../case/vocabulary.js';
import { broadcastPositions } from './slices.js';

export type MovementOp =
  | 'transpose'
  | 'permute'
  | 'reshape'
  | 'broadcast_to'
  | 'where'
  | 'stack'
  | 'concat'
  | 'split'
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

/** In place of a position: the output entry is read from another argument, or it is zero. */
export const nowhere = -1;

/** Where an output entry is read, both as multi-indices; a place outside the argument, or between entries, is nowhere. */
type Place = (index: readonly number[], position: number) => readonly number[];

export const isMovement = (step: Step): step is StepOf<MovementOp> => step.op in table;

/** For each argument, the position that each output entry is read from. */
export function movedPositions(step: StepOf<MovementOp>, shapes: readonly Shape[]): Int32Array[] {
  // The table is typed op by op; here the step's op is known only at run time.
  const make = table[step.op] as Movement<MovementOp>;
  const out = inferShape(step, shapes);
  return shapes.map((shape, argument) => {
    const place = make(step, { shape, argument, shapes, out });
    return place instanceof Int32Array ? place : positionsBy(place, out, shape);
  });
}

function positionsBy(place: Place, out: Shape, from: Shape): Int32Array {
  const strides = stridesOf(from);
  return Int32Array.from({ length: sizeOf(out) }, (_, position) => {
    const found = place(indexOf(position, out), position);
    const inside = found.every((at, axis) => Number.isInteger(at) && at >= 0 && at < (from[axis] as number));
    return inside ? found.reduce((sum, at, axis) => sum + at * (strides[axis] as number), 0) : nowhere;
  });
}

/** One argument of a movement, among all. */
interface Argument {
  readonly shape: Shape;
  readonly argument: number;
  readonly shapes: readonly Shape[];
  readonly out: Shape;
}

type Movement<Name extends MovementOp> = (step: StepOf<Name>, argument: Argument) => Place | Int32Array;

const inOrder = ({ shape }: Argument): Int32Array =>
  Int32Array.from({ length: sizeOf(shape) }, (_, position) => position);

const permuted =
  (order: readonly number[]): Place =>
  (index) =>
    index.map((_, axis) => index[order.indexOf(axis)] as number);

/** Changes the coordinates along some axes. */
const along =
  (axes: readonly number[], change: (at: number, axis: number) => number): Place =>
  (index) =>
    index.map((at, axis) => (axes.includes(axis) ? change(at, axis) : at));

const table: { readonly [Name in MovementOp]: Movement<Name> } = {
  transpose: ({ axes }, { shape }) => permuted(transposition(axes, shape.length)),
  permute: ({ axes }, { shape }) => permuted(permutation(axes, shape.length)),
  reshape: (_, argument) => inOrder(argument),
  squeeze: (_, argument) => inOrder(argument),
  unsqueeze: (_, argument) => inOrder(argument),
  broadcast_to: (_, { shape, out }) => broadcastPositions(shape, out),
  expand: (_, { shape, out }) => broadcastPositions(shape, out),
  where({ condition }, { argument, shape, out }) {
    const wanted = argument === 0 ? 1 : 0;
    return broadcastPositions(shape, out).map((at, k) => (condition[k] === wanted ? at : nowhere));
  },
  stack({ axis }, { argument, out }) {
    const added = normalizeAxis(axis, out.length, 'stack');
    return (index) => (index[added] === argument ? index.toSpliced(added, 1) : [nowhere]);
  },
  concat({ axis }, { argument, shapes, out }) {
    const joined = normalizeAxis(axis, out.length, 'concat');
    const before = shapes.slice(0, argument).reduce((sum, shape) => sum + (shape[joined] as number), 0);
    return along([joined], (at) => at - before);
  },
  split({ axis, index: piece }, { shape }) {
    const cut = normalizeAxis(axis, shape.length, 'split');
    return (index) => index.toSpliced(cut, 0, piece);
  },
  flip: ({ axes }, { shape }) =>
    along(normalizeAxes(axes, shape.length, 'flip'), (at, axis) => (shape[axis] as number) - 1 - at),
  dilate: ({ axes, dilation }, { shape }) =>
    along(normalizeAxes(axes, shape.length, 'dilate'), (at) => at / (dilation + 1)),
  undilate: ({ axes, dilation }, { shape }) =>
    along(normalizeAxes(axes, shape.length, 'undilate'), (at) => at * (dilation + 1)),
  pad:
    ({ padding }) =>
    (index) =>
      index.map((at, axis) => at - (padding[axis]?.[0] as number)),
  slice(step, { shape }) {
    const runs = runsOf(shape, step);
    return (index) =>
      index.map((at, axis) => {
        const { first, step: by } = runs[axis] as { first: number; step: number };
        return first + at * by;
      });
  },
  gather({ axis, index: places }, { shape }) {
    const chosen = normalizeAxis(axis, shape.length, 'gather');
    return (index, position) => index.with(chosen, places[position] as number);
  },
  embedding:
    ({ indices }, { shape: [, width = 0] }) =>
    (index, position) => [indices[Math.floor(position / width)] as number, index.at(-1) as number],
};
