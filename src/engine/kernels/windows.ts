/** Convolutions as products of matrices: all windows, one per row, times the weights. This is known as im2col. */
import { type Shape, sizeOf, stridesOf } from '../../case/shape.js';
import type { PlanePair } from '../../case/windows.js';
import { allocate, type Entries, NDArray } from '../tensor/ndarray.js';
import { copyStrided } from './copy.js';
import { multiply } from './matmul.js';

/** Where windows lie in images that have their padding around them. */
export interface Windows {
  /** The first row and column of the first window. */
  readonly first: PlanePair;
  readonly stride: PlanePair;
  readonly dilation: PlanePair;
  readonly groups: number;
}

/** The most entries of windows that are written at a time. */
const most = 2 ** 18;

/**
 * Each window's sum of products with the weights (h, w, Cin / groups, Cout): images (N, H, W, Cin) to `shape`. The terms of a
 * sum are added row by row, column by column and channel by channel.
 */
export function slide(images: NDArray, weight: NDArray, shape: Shape, windows: Windows): NDArray {
  const [count, rows, columns, channelsOut] = shape as [number, number, number, number];
  const length = sizeOf(weight.shape.slice(0, 3));
  const perImage = rows * columns;
  const atOnce = Math.min(count, Math.max(1, Math.floor(most / (perImage * length))));
  const data = allocate(images.dtype, sizeOf(shape));
  const read = allocate(images.dtype, atOnce * perImage * length);
  const perGroup = channelsOut / windows.groups;
  for (let image = 0; image < count; image += atOnce) {
    const some = Math.min(atOnce, count - image);
    const sizes = { n: some * perImage, k: length, m: perGroup };
    for (let group = 0; group < windows.groups; group++) {
      readWindows(images, [image, some], weight.shape, shape, group, windows, read);
      const a = { entries: read, start: 0, row: length, column: 1 };
      const b = { entries: weight.data, start: group * perGroup, row: channelsOut, column: 1 };
      if (windows.groups === 1) multiply(a, b, sizes, data, image * perImage * channelsOut);
      else {
        const part = allocate(images.dtype, sizes.n * perGroup);
        multiply(a, b, sizes, part, 0);
        const to = { start: image * perImage * channelsOut + group * perGroup, strides: [channelsOut, 1] };
        copyStrided([sizes.n, perGroup], part, { start: 0, strides: [perGroup, 1] }, data, to);
      }
    }
  }
  return new NDArray(images.dtype, shape, data);
}

/** Writes the windows of some images, of one group of channels, one after another. */
function readWindows(
  { shape, data }: NDArray,
  [image, some]: readonly [number, number],
  weight: Shape,
  [, rows, columns]: Shape,
  group: number,
  { first, stride, dilation }: Windows,
  read: Entries,
): void {
  const [h, w, channels] = weight as [number, number, number];
  const [whole, row, column] = stridesOf(shape) as [number, number, number];
  const to = [some, rows as number, columns as number, h, w, channels];
  const strides = [whole, stride[0] * row, stride[1] * column, dilation[0] * row, dilation[1] * column, 1];
  const start = image * whole + first[0] * row + first[1] * column + group * channels;
  copyStrided(to, data, { start, strides }, read, { start: 0, strides: stridesOf(to) });
}
