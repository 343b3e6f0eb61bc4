/** Where the windows of conv and of pooling lie in images of shape (batch, height, width, channels). */
import { at } from '../case/at.js';
import { indexOf, type Shape, sizeOf } from '../case/shape.js';
import { inferShape, type StepOf } from '../case/vocabulary.js';
import type { Where } from './entry.js';
import type { Group } from './groups.js';
import { type Layout, ofSlices } from './layout.js';
import { nowhere } from './slices.js';

/** The window that an output entry sees; its corner may lie in the padding. */
export interface Window {
  readonly image: number;
  readonly top: number;
  readonly left: number;
  /** Of the output entry. */
  readonly channel: number;
}

/** One window per output entry; `out` is the shape of the output. */
export const windowsOf = (out: Shape, stride: number, padding: number): Window[] =>
  Array.from({ length: sizeOf(out) }, (_, k) => {
    const [image, row, column, channel] = indexOf(k, out) as [number, number, number, number];
    return { image, top: row * stride - padding, left: column * stride - padding, channel };
  });

/** The position of an entry, or nowhere in the padding. */
export function inImage(images: Shape, image: number, row: number, column: number, channel: number): number {
  const [, height, width, channels] = images as [number, number, number, number];
  if (row < 0 || row >= height || column < 0 || column >= width) return nowhere;
  return ((image * height + row) * width + column) * channels + channel;
}

/**
 * Windows overlap, so entries at one place of each of them are not independent. But colour entry (row, column) with
 * its remainders by the window's size: every window sees each colour once. One group per colour.
 */
export function colours(
  images: Shape,
  windows: readonly Window[],
  [height, width]: readonly [number, number],
  channelOf: (window: Window) => number,
): Int32Array[] {
  return Array.from({ length: height * width }, (_, colour) =>
    Int32Array.from(windows, (window) => {
      const { image, top, left } = window;
      const row = firstFrom(top, Math.floor(colour / width), height);
      const column = firstFrom(left, colour % width, width);
      return inImage(images, image, row, column, channelOf(window));
    }),
  );
}

/** The first number from `start` on that has this remainder. */
const firstFrom = (start: number, remainder: number, modulus: number): number =>
  start + ((((remainder - start) % modulus) + modulus) % modulus);

type Pooling = StepOf<'avg_pool' | 'max_pool'>;

/** The positions that each window sees, row by row. */
export function poolLayout(step: Pooling, shapes: readonly Shape[]): Layout {
  const [{ kernel, stride }, [images]] = [step, shapes];
  const sees = ({ image, top, left, channel }: Window) =>
    Int32Array.from({ length: kernel * kernel }, (_, place) =>
      inImage(images as Shape, image, top + Math.floor(place / kernel), left + (place % kernel), channel),
    );
  return ofSlices(windowsOf(inferShape(step, shapes), stride, 0).map(sees));
}

export function poolGroups({ step, shapes }: Where<Pooling>): Group[] {
  const windows = windowsOf(inferShape(step, shapes), step.stride, 0);
  return colours(at(shapes, 0), windows, [step.kernel, step.kernel], ({ channel }) => channel);
}
