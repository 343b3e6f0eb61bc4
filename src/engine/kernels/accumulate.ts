/** Folds of one entry after another, in loops of their own: along the axes that are folded the target stays where it is. */
import { type Shape, sizeOf } from '../../case/shape.js';
import type { Entries } from '../tensor/ndarray.js';
import { axesOf, type Layout, type Pass, type Plane, runPass } from './strided.js';

/** How entries are taken up, and what a fold of none is. */
export interface Accumulation {
  readonly initial: number;
  readonly plane: Plane;
  /** Whether the sum is divided by the number of entries in the end. */
  readonly mean?: true;
}

/** Folds the entries of an array of this shape, in the order of its axes, to `size` doubles. */
export function accumulate(
  { initial, plane, mean }: Accumulation,
  shape: Shape,
  source: Entries,
  from: Layout,
  size: number,
  to: readonly number[],
): Float64Array {
  const folded = new Float64Array(size).fill(initial);
  runPass(axesOf(shape, from.strides, to), [source, from.start], [folded, 0], () => plane);
  const count = sizeOf(shape) / size;
  if (mean) for (let i = 0; i < size; i++) folded[i] = (folded[i] as number) / count;
  return folded;
}

export const additions: Accumulation = { initial: 0, plane: add };
export const means: Accumulation = { initial: 0, plane: add, mean: true };
export const products: Accumulation = { initial: 1, plane: multiply };
export const maxima: Accumulation = { initial: Number.NEGATIVE_INFINITY, plane: raise };
export const minima: Accumulation = { initial: Number.POSITIVE_INFINITY, plane: lower };

function add({ source, target, outer, inner }: Pass, readAt: number, writeAt: number): void {
  for (let i = 0; i < outer.size; i++) {
    let read = readAt + i * outer.from;
    let write = writeAt + i * outer.to;
    if (inner.to === 0) {
      let total = target[write] as number;
      for (let j = 0; j < inner.size; j++, read += inner.from) total += source[read] as number;
      target[write] = total;
    } else {
      for (let j = 0; j < inner.size; j++, read += inner.from, write += inner.to) {
        target[write] = (target[write] as number) + (source[read] as number);
      }
    }
  }
}

function multiply({ source, target, outer, inner }: Pass, readAt: number, writeAt: number): void {
  for (let i = 0; i < outer.size; i++) {
    let read = readAt + i * outer.from;
    let write = writeAt + i * outer.to;
    for (let j = 0; j < inner.size; j++, read += inner.from, write += inner.to) {
      target[write] = (target[write] as number) * (source[read] as number);
    }
  }
}

function raise({ source, target, outer, inner }: Pass, readAt: number, writeAt: number): void {
  for (let i = 0; i < outer.size; i++) {
    let read = readAt + i * outer.from;
    let write = writeAt + i * outer.to;
    for (let j = 0; j < inner.size; j++, read += inner.from, write += inner.to) {
      target[write] = Math.max(target[write] as number, source[read] as number);
    }
  }
}

function lower({ source, target, outer, inner }: Pass, readAt: number, writeAt: number): void {
  for (let i = 0; i < outer.size; i++) {
    let read = readAt + i * outer.from;
    let write = writeAt + i * outer.to;
    for (let j = 0; j < inner.size; j++, read += inner.from, write += inner.to) {
      target[write] = Math.min(target[write] as number, source[read] as number);
    }
  }
}
