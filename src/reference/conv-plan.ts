/** Where the general convolution reads, and its transpose: as sums of products over images with a margin around them. */
import { at } from '../case/at.js';
import { indexOf, type Shape, sizeOf, stridesOf } from '../case/shape.js';
import {
  convGeneralShape,
  convTransposeShape,
  reachOf,
  type Sliding,
  type TransposedSliding,
} from '../case/windows.js';
import type { ProductPlan } from './product-plan.js';
import { nowhere, walk } from './slices.js';

type Four = readonly [number, number, number, number];

export function convGeneralPlan(images: Shape, weight: Shape, sliding: Sliding): ProductPlan {
  const { stride, padding, dilation, groups } = sliding;
  const [n, height, width, channels] = images as Four;
  const [, , channelsIn, channelsOut] = weight as Four;
  const margin = [n, height + 2 * padding[0], width + 2 * padding[1], channels];
  const [image, row, column] = stridesOf(margin) as [number, number, number];
  const window = weight.slice(0, 3);
  const out = [...convGeneralShape(images, weight, sliding).slice(0, 3), groups, channelsOut / groups];
  const step = walk(window, [row * dilation[0], column * dilation[1], 1]);
  return {
    inner: step.length,
    a: {
      start: walk(out, [image, row * stride[0], column * stride[1], channelsIn, 0]),
      step,
      repeats: false,
    },
    b: {
      start: walk(out, [0, 0, 0, channelsOut / groups, 1]),
      step: walk(window, stridesOf(weight).slice(0, 3)),
      repeats: false,
    },
    unpadded: placesIn(images, margin, (at, axis) => at - (padding[axis] as number)),
  };
}

/** Entry y of the result sees entry r of the images through entry i of the window where y + padding = stride·r + dilation·i. */
export function convTransposePlan(images: Shape, weight: Shape, sliding: TransposedSliding): ProductPlan {
  const { stride, padding, dilation, groups } = sliding;
  const [n, , , channels] = images as Four;
  const [rows, columns, channelsOut] = weight as Four;
  const [, height, width] = convTransposeShape(images, weight, sliding) as Four;
  const before = [reachOf(rows, dilation[0]) - 1, reachOf(columns, dilation[1]) - 1] as const;
  const margin = [n, height + before[0], width + before[1], channels];
  const [image, row, column] = stridesOf(margin) as [number, number, number];
  const window = [rows, columns, channels / groups];
  const out = [n, height, width, groups, channelsOut];
  const last = before[0] * row + before[1] * column;
  const step = walk(window, [-row * dilation[0], -column * dilation[1], 1]);
  const [down, across, over] = stridesOf(weight) as [number, number, number];
  return {
    inner: step.length,
    a: {
      start: walk(out, [image, row, column, channels / groups, 0]).map((place) => place + last),
      step,
      repeats: false,
    },
    b: {
      start: walk(out, [0, 0, 0, channels / groups, over]),
      step: walk(window, [down, across, 1]),
      repeats: false,
    },
    unpadded: placesIn(
      images,
      margin,
      (at, axis) => (at - (before[axis] as number) + (padding[axis] as number)) / (stride[axis] as number),
    ),
  };
}

/** Where each place of the images with their margin is in the images, or nowhere; by row (axis 0) and column (axis 1). */
function placesIn(images: Shape, margin: Shape, placeOf: (at: number, axis: 0 | 1) => number): Int32Array {
  const strides = stridesOf(images);
  return Int32Array.from({ length: sizeOf(margin) }, (_, place) => {
    const [image, down, across, channel] = indexOf(place, margin) as [number, number, number, number];
    const found = [image, placeOf(down, 0), placeOf(across, 1), channel];
    const inside = found.every(
      (each, axis) => Number.isInteger(each) && each >= 0 && each < at(images, axis),
    );
    return inside ? found.reduce((sum, each, axis) => sum + each * at(strides, axis), 0) : nowhere;
  });
}
