/** Strided copies: rows by memcpy, transposes in blocks. */
import type { Shape } from '../../case/shape.js';
import type { Entries } from '../tensor/ndarray.js';
import { type Axis, axesOf, type Layout, type Pass, type Plane, runPass } from './strided.js';

/** Copies an array of this shape from one layout to another. No two entries of the target share a place. */
export function copyStrided(shape: Shape, source: Entries, from: Layout, target: Entries, to: Layout): void {
  const axes = inwards(axesOf(shape, from.strides, to.strides));
  runPass(axes, [source, from.start], [target, to.start], planeOf);
}

/**
 * Innermost, the axis along which neighbours are written. Around it, the one along which neighbours are read: a block of
 * these two stays within a few cache lines on both sides. Else the longest, so that planes are large.
 */
function inwards(axes: Axis[]): Axis[] {
  if (axes.length < 3) return axes;
  const inner = axes.at(-1) as Axis;
  const around = axes.slice(0, -1);
  const across = around.findIndex(({ from }) => Math.abs(from) < Math.abs(inner.from));
  const longest = around.reduce((best, { size }, i) => (size > (around[best] as Axis).size ? i : best), 0);
  const [outer] = around.splice(across === -1 ? longest : across, 1) as [Axis];
  return [...around, outer, inner];
}

/** Below this, a loop is quicker than the call that copies or fills a row. */
const longRow = 32;
/** Rows and columns of the blocks in which a transpose is made: what one reads and writes fits into the cache. */
const block = 64;

function planeOf(outer: Axis, inner: Axis): Plane {
  if (inner.to === 1 && inner.size >= longRow) {
    if (inner.from === 1) return copyRows;
    if (inner.from === 0) return fillRows;
  }
  const across = Math.abs(inner.from) > Math.abs(outer.from) && outer.size > 1;
  return across && inner.size > block ? copyBlocks : copyEach;
}

function copyRows({ source, target, outer, inner }: Pass, readAt: number, writeAt: number): void {
  for (let i = 0; i < outer.size; i++) {
    const start = readAt + i * outer.from;
    target.set(source.subarray(start, start + inner.size), writeAt + i * outer.to);
  }
}

function fillRows({ source, target, outer, inner }: Pass, readAt: number, writeAt: number): void {
  for (let i = 0; i < outer.size; i++) {
    const start = writeAt + i * outer.to;
    target.fill(source[readAt + i * outer.from] as number, start, start + inner.size);
  }
}

function copyEach({ source, target, outer, inner }: Pass, readAt: number, writeAt: number): void {
  const { size, from, to } = inner;
  for (let i = 0; i < outer.size; i++) {
    let read = readAt + i * outer.from;
    let write = writeAt + i * outer.to;
    for (let j = 0; j < size; j++, read += from, write += to) target[write] = source[read] as number;
  }
}

function copyBlocks(pass: Pass, readAt: number, writeAt: number): void {
  const { outer, inner } = pass;
  for (let i = 0; i < outer.size; i += block) {
    for (let j = 0; j < inner.size; j += block) {
      const part = {
        ...pass,
        outer: { ...outer, size: Math.min(block, outer.size - i) },
        inner: { ...inner, size: Math.min(block, inner.size - j) },
      };
      copyEach(part, readAt + i * outer.from + j * inner.from, writeAt + i * outer.to + j * inner.to);
    }
  }
}
