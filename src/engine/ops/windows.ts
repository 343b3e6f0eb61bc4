/** The windows of images: a window is what `kernel²` strided slices show at one place. */
import type { Run } from '../../case/indexing.js';
import type { Shape } from '../../case/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { slice } from './indexing.js';

/** For each place in a window, the runs that read it in all windows. */
export function placesOf(kernel: number, stride: number, [n, rows, columns, channels]: Shape): Run[][] {
  const all = (count: number | undefined): Run => ({ first: 0, step: 1, count: count as number });
  const from = (first: number, count: number | undefined): Run => ({
    first,
    step: stride,
    count: count as number,
  });
  return Array.from({ length: kernel * kernel }, (_, place) => [
    all(n),
    from(Math.floor(place / kernel), rows),
    from(place % kernel, columns),
    all(channels),
  ]);
}

/** What all windows show at one place. */
export const seenAt = (images: Tensor, runs: readonly Run[]): Tensor =>
  slice(
    images,
    runs.map(({ first }) => first),
    runs.map(({ first, step, count }) => first + step * (count - 1) + 1),
    runs.map(({ step }) => step),
  );
