/** Copies between arrays whose entries lie some strides apart: loops over two axes at a time, without a call per entry. */
import { type Shape, stridesOf } from '../../case/shape.js';
import type { Entries } from '../tensor/ndarray.js';

/** Where entry (i, j, …) lies: at start + i·strides[0] + j·strides[1] + … . */
export interface Layout {
  readonly start: number;
  readonly strides: readonly number[];
}

export const rowMajor = (shape: Shape): Layout => ({ start: 0, strides: stridesOf(shape) });

/** One axis of a copy: how many entries, and how far apart they are on either side. */
interface Axis {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

const single: Axis = { size: 1, from: 0, to: 0 };

/** A copy: its axes, and how the two innermost ones, a plane, are copied. */
interface Copy {
  readonly source: Entries;
  readonly target: Entries;
  readonly around: readonly Axis[];
  readonly outer: Axis;
  readonly inner: Axis;
  readonly plane: (copy: Copy, readAt: number, writeAt: number) => void;
}

/** Copies an array of this shape from one layout to another. No two entries of the target share a place. */
export function copyStrided(shape: Shape, source: Entries, from: Layout, target: Entries, to: Layout): void {
  if (shape.includes(0)) return;
  const around = inwards(collapsed(shape, from.strides, to.strides));
  const inner = around.pop() ?? single;
  const outer = around.pop() ?? single;
  const copy = { source, target, around, outer, inner, plane: planeOf(outer, inner) };
  copyAlong(copy, 0, from.start, to.start);
}

/** Goes through the axes outside the plane, one at each depth. */
function copyAlong(copy: Copy, depth: number, readAt: number, writeAt: number): void {
  const axis = copy.around[depth];
  if (axis === undefined) {
    copy.plane(copy, readAt, writeAt);
    return;
  }
  for (let i = 0; i < axis.size; i++) {
    copyAlong(copy, depth + 1, readAt + i * axis.from, writeAt + i * axis.to);
  }
}

/** Without axes of size 1, and with neighbours as one axis where both sides go on from one to the other. */
function collapsed(shape: Shape, from: readonly number[], to: readonly number[]): Axis[] {
  const axes: Axis[] = [];
  for (let i = 0; i < shape.length; i++) {
    const axis = { size: shape[i] as number, from: from[i] as number, to: to[i] as number };
    if (axis.size === 1) continue;
    const last = axes.at(-1);
    if (last !== undefined && last.from === axis.from * axis.size && last.to === axis.to * axis.size) {
      axes[axes.length - 1] = { size: last.size * axis.size, from: axis.from, to: axis.to };
    } else axes.push(axis);
  }
  return axes;
}

/**
 * Innermost, the axis along which neighbours are written, and around it the one along which neighbours are read: a block
 * of these two stays within a few cache lines on both sides.
 */
function inwards(axes: Axis[]): Axis[] {
  if (axes.length < 3) return axes;
  const inner = axes.at(-1) as Axis;
  const around = axes.slice(0, -1);
  const closest = around.findIndex(({ from }) => Math.abs(from) === 1);
  if (closest === -1 || Math.abs(inner.from) <= 1) return axes;
  const [outer] = around.splice(closest, 1) as [Axis];
  return [...around, outer, inner];
}

/** Below this, a loop is quicker than the call that copies or fills a row. */
const longRow = 32;
/** Rows and columns of the blocks in which a transpose is made: what one reads and writes fits into the cache. */
const block = 64;

function planeOf(outer: Axis, inner: Axis): Copy['plane'] {
  if (inner.to === 1 && inner.size >= longRow) {
    if (inner.from === 1) return copyRows;
    if (inner.from === 0) return fillRows;
  }
  const across = Math.abs(inner.from) > Math.abs(outer.from) && outer.size > 1;
  return across && inner.size > block ? copyBlocks : copyEach;
}

function copyRows({ source, target, outer, inner }: Copy, readAt: number, writeAt: number): void {
  for (let i = 0; i < outer.size; i++) {
    const start = readAt + i * outer.from;
    target.set(source.subarray(start, start + inner.size), writeAt + i * outer.to);
  }
}

function fillRows({ source, target, outer, inner }: Copy, readAt: number, writeAt: number): void {
  for (let i = 0; i < outer.size; i++) {
    const start = writeAt + i * outer.to;
    target.fill(source[readAt + i * outer.from] as number, start, start + inner.size);
  }
}

function copyEach({ source, target, outer, inner }: Copy, readAt: number, writeAt: number): void {
  const { size, from, to } = inner;
  for (let i = 0; i < outer.size; i++) {
    let read = readAt + i * outer.from;
    let write = writeAt + i * outer.to;
    for (let j = 0; j < size; j++, read += from, write += to) target[write] = source[read] as number;
  }
}

function copyBlocks(copy: Copy, readAt: number, writeAt: number): void {
  const { outer, inner } = copy;
  for (let i = 0; i < outer.size; i += block) {
    for (let j = 0; j < inner.size; j += block) {
      const part = {
        ...copy,
        outer: { ...outer, size: Math.min(block, outer.size - i) },
        inner: { ...inner, size: Math.min(block, inner.size - j) },
      };
      copyEach(part, readAt + i * outer.from + j * inner.from, writeAt + i * outer.to + j * inner.to);
    }
  }
}
