/**
 * Passes over arrays whose entries lie some strides apart: from a source to a target, in loops over two axes at a time,
 * without a call per entry.
 */
import { broadcastStrides, type Shape, stridesOf } from '../../case/shape.js';
import type { Entries } from '../tensor/ndarray.js';

/** Where entry (i, j, …) lies: at start + i·strides[0] + j·strides[1] + … . */
export interface Layout {
  readonly start: number;
  readonly strides: readonly number[];
}

export const rowMajor = (shape: Shape): Layout => ({ start: 0, strides: stridesOf(shape) });

/**
 * Of an array that is repeated along new axes in front, up to this rank, and along axes of size 1: a stride of 0 stays on the
 * same entry.
 */
export const repeatedStrides = (shape: Shape, rank: number): number[] => [
  ...new Array<number>(rank - shape.length).fill(0),
  ...broadcastStrides(shape),
];

/** One axis of a pass: how many entries, and how far apart they are in the source and in the target. */
export interface Axis {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

const single: Axis = { size: 1, from: 0, to: 0 };
const none: readonly Axis[] = [];

/** What is done along the two innermost axes. */
export type Plane = (pass: Pass, readAt: number, writeAt: number) => void;

export interface Pass {
  readonly source: Entries;
  readonly target: Entries;
  readonly around: readonly Axis[];
  readonly outer: Axis;
  readonly inner: Axis;
  readonly plane: Plane;
}

/** The axes of a pass over this shape, without those of size 1; neighbours are one axis where both sides go on from one to the other. */
export function axesOf(shape: Shape, from: readonly number[], to: readonly number[]): Axis[] {
  const axes: Axis[] = [];
  let last: Axis | undefined;
  for (let i = 0; i < shape.length; i++) {
    const size = shape[i] as number;
    if (size === 1) continue;
    const axis: Axis = { size, from: from[i] as number, to: to[i] as number };
    if (last !== undefined && last.from === axis.from * size && last.to === axis.to * size) {
      last = { size: last.size * size, from: axis.from, to: axis.to };
      axes[axes.length - 1] = last;
    } else {
      last = axis;
      axes.push(axis);
    }
  }
  return axes;
}

/** Goes through all entries, the last axis fastest. */
export function runPass(
  axes: readonly Axis[],
  [source, readAt]: readonly [Entries, number],
  [target, writeAt]: readonly [Entries, number],
  planeOf: (outer: Axis, inner: Axis) => Plane,
): void {
  for (const { size } of axes) if (size === 0) return;
  const inner = axes[axes.length - 1] ?? single;
  const outer = axes[axes.length - 2] ?? single;
  const around = axes.length > 2 ? axes.slice(0, -2) : none;
  const pass = { source, target, around, outer, inner, plane: planeOf(outer, inner) };
  runAlong(pass, 0, readAt, writeAt);
}

/** Goes through the axes around the plane, one at each depth. */
function runAlong(pass: Pass, depth: number, readAt: number, writeAt: number): void {
  const axis = pass.around[depth];
  if (axis === undefined) {
    pass.plane(pass, readAt, writeAt);
    return;
  }
  for (let i = 0; i < axis.size; i++) {
    runAlong(pass, depth + 1, readAt + i * axis.from, writeAt + i * axis.to);
  }
}
