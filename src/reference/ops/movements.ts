/** Ops that only move entries: where each output entry is read. The only arithmetic is on positions. */
import { at } from '../../case/at.js';
import { runsOf } from '../../case/indexing.js';
import { permutation, transposition } from '../../case/ops/movement.js';
import { indexOf, normalizeAxes, normalizeAxis, type Shape, sizeOf, stridesOf } from '../../case/shape.js';
import { inferShape, type Step } from '../../case/vocabulary.js';
import type { Arithmetic } from '../arithmetic.js';
import type { Facts, Family, Kernel, ReferenceEntry } from '../entry.js';
import { choosing, exact } from '../facts.js';
import { onePosition } from '../groups.js';
import { ofPositions } from '../layout.js';
import { broadcastPositions, nowhere } from '../slices.js';

/** Where an output entry is read, both as multi-indices; a place outside the argument, or between entries, is nowhere. */
type Place = (index: readonly number[], position: number) => readonly number[];

/** One argument of a movement, among all. */
interface Argument {
  readonly shape: Shape;
  readonly argument: number;
  readonly shapes: readonly Shape[];
  readonly out: Shape;
}

type Movement<S extends Step> = (step: S, argument: Argument) => Place | Int32Array;

const moving = <S extends Step>(place: Movement<S>, facts: Facts = exact): ReferenceEntry<S> => ({
  ...facts,
  moves: true,
  layout: (step, shapes) => ofPositions(movedPositions(step, place, shapes)),
  groups: onePosition,
  kernel: (_, m, { positions }) => movement(positions, m),
});

/** For each argument, the position that each output entry is read from. */
function movedPositions<S extends Step>(
  step: S,
  placeOf: Movement<S>,
  shapes: readonly Shape[],
): Int32Array[] {
  const out = inferShape(step, shapes);
  return shapes.map((shape, argument) => {
    const place = placeOf(step, { shape, argument, shapes, out });
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

/** Reads every output entry at its position; zero if it is read nowhere. */
function movement<T>(positions: readonly Int32Array[], m: Arithmetic<T>): Kernel<T> {
  const zero = m.from(0);
  return (args, out) => {
    for (let k = 0; k < out.length; k++) out[k] = zero;
    positions.forEach((ofArgument, argument) => {
      const x = at(args, argument);
      for (let k = 0; k < out.length; k++) {
        const at = ofArgument[k] as number;
        if (at !== nowhere) out[k] = x[at] as T;
      }
    });
  };
}

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

const inPlace = <S extends Step>(): ReferenceEntry<S> => moving((_, argument) => inOrder(argument));
const repeating = <S extends Step>(): ReferenceEntry<S> =>
  moving((_, { shape, out }) => broadcastPositions(shape, out));

export const movements = {
  transpose: moving(({ axes }, { shape }) => permuted(transposition(axes, shape.length))),
  permute: moving(({ axes }, { shape }) => permuted(permutation(axes, shape.length))),
  reshape: inPlace(),
  squeeze: inPlace(),
  unsqueeze: inPlace(),
  broadcast_to: repeating(),
  expand: repeating(),
  where: moving(({ condition }, { argument, shape, out }) => {
    const wanted = argument === 0 ? 1 : 0;
    return broadcastPositions(shape, out).map((at, k) => (condition[k] === wanted ? at : nowhere));
  }, choosing),
  stack: moving(({ axis }, { argument, out }) => {
    const added = normalizeAxis(axis, out.length, 'stack');
    return (index) => (index[added] === argument ? index.toSpliced(added, 1) : [nowhere]);
  }),
  concat: moving(({ axis }, { argument, shapes, out }) => {
    const joined = normalizeAxis(axis, out.length, 'concat');
    const before = shapes.slice(0, argument).reduce((sum, shape) => sum + (shape[joined] as number), 0);
    return along([joined], (at) => at - before);
  }),
  split: moving(({ axis, index: piece }, { shape }) => {
    const cut = normalizeAxis(axis, shape.length, 'split');
    return (index) => index.toSpliced(cut, 0, piece);
  }),
  flip: moving(({ axes }, { shape }) =>
    along(normalizeAxes(axes, shape.length, 'flip'), (at, axis) => (shape[axis] as number) - 1 - at),
  ),
  dilate: moving(({ axes, dilation }, { shape }) =>
    along(normalizeAxes(axes, shape.length, 'dilate'), (at) => at / (dilation + 1)),
  ),
  undilate: moving(({ axes, dilation }, { shape }) =>
    along(normalizeAxes(axes, shape.length, 'undilate'), (at) => at * (dilation + 1)),
  ),
  pad: moving(
    ({ padding }) =>
      (index) =>
        index.map((at, axis) => at - (padding[axis]?.[0] as number)),
  ),
  slice: moving((step, { shape }) => {
    const runs = runsOf(shape, step);
    return (index) =>
      index.map((at, axis) => {
        const { first, step: by } = runs[axis] as { first: number; step: number };
        return first + at * by;
      });
  }),
  gather: moving(({ axis, index: places }, { shape }) => {
    const chosen = normalizeAxis(axis, shape.length, 'gather');
    return (index, position) => index.with(chosen, places[position] as number);
  }),
  embedding: moving(({ indices }, { shape: [, width = 0] }) => (index, position) => [
    indices[Math.floor(position / width)] as number,
    index.at(-1) as number,
  ]),
  index_put: moving(({ indices }, { argument }) => ([row = 0, ...index]) => {
    const place = indices.indexOf(row);
    return argument === 0 ? [place === -1 ? row : nowhere, ...index] : [place, ...index];
  }),
} satisfies Family;
