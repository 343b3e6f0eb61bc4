import { describe, expect, test } from 'vitest';
import type { Run } from '../../../src/case/indexing.js';
import { indexOf, stridesOf } from '../../../src/case/shape.js';
import { allocate, NDArray, permuteAxes, repeatTo, type Shape, sizeOf } from '../../../src/engine/index.js';
import { readRuns, writeRuns } from '../../../src/engine/kernels/movement.js';

/** 0, 1, 2, … in this shape. */
function counting(shape: Shape): NDArray {
  const data = allocate('float32', sizeOf(shape));
  return new NDArray('float32', shape, data.map((_, i) => i) as typeof data);
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, each, i) => sum + each * (b[i] as number), 0);

/** What stands at each index of a result, by a formula for where it was read. */
const readBy = (shape: Shape, place: (index: number[]) => number): number[] =>
  Array.from({ length: sizeOf(shape) }, (_, k) => place(indexOf(k, shape)));

/** Shapes whose rows are shorter and longer than a block, with axes of size 1 and 0. */
const shapes = [
  [],
  [7],
  [3, 4],
  [130, 67],
  [2, 70, 66],
  [70, 2, 66],
  [66, 70, 2],
  [5, 1, 40],
  [2, 0, 3],
  [2, 3, 2, 3],
];

describe.each(shapes.map((shape) => ({ shape })))('an array of shape $shape', ({ shape }) => {
  const a = counting(shape);
  const strides = stridesOf(shape);

  test('is permuted to any order of its axes', () => {
    const axes = [...shape.keys()];
    const rotated = [...axes.slice(1), ...axes.slice(0, 1)];
    for (const order of [axes, axes.toReversed(), rotated, rotated.toReversed()]) {
      const moved = permuteAxes(a, order);
      const from = order.map((axis) => strides[axis] as number);
      expect(moved.shape).toEqual(order.map((axis) => shape[axis]));
      expect([...moved.data]).toEqual(readBy(moved.shape, (index) => dot(index, from)));
    }
  });

  test('is repeated along new axes and along those of size 1', () => {
    for (const kept of [1, 2, 3]) {
      const row = counting(shape.map((size, axis) => (axis % kept === 0 ? 1 : size)));
      const to = [3, ...shape];
      const from = [0, ...stridesOf(row.shape).map((stride, axis) => (row.shape[axis] === 1 ? 0 : stride))];
      expect([...repeatTo(row, to).data]).toEqual(readBy(to, (index) => dot(index, from)));
    }
  });

  test('is read in steps and backwards, and written back to where it was read', () => {
    for (const step of [1, 2, -1, -3]) {
      const runs = shape.map((size): Run => {
        const count = Math.ceil(size / Math.abs(step));
        return { first: step > 0 ? 0 : Math.max(0, size - 1), step, count };
      });
      const read = readRuns(a, runs);
      const place = (index: number[]) =>
        index.reduce((sum, i, axis) => {
          const { first, step } = runs[axis] as Run;
          return sum + (first + i * step) * (strides[axis] as number);
        }, 0);
      expect([...read.data]).toEqual(readBy(read.shape, place));
      const there = new Set(readBy(read.shape, place));
      expect([...writeRuns(read, shape, runs).data]).toEqual(
        [...a.data].map((entry, k) => (there.has(k) ? entry : 0)),
      );
    }
  });
});
