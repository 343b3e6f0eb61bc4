/** Arrays that do not lie row by row in memory. */
import { formatShape, type Shape, sizeOf, stridesOf } from './shape.js';

/** More than this many entries apart, an array would take memory for nothing. */
const mostApart = 2 ** 24;

/** In words, what is wrong with strides for this shape; undefined if no two entries share a place. */
export function stridesProblem(strides: readonly number[], shape: Shape): string | undefined {
  if (strides.length !== shape.length)
    return `expected one stride per axis of shape ${formatShape(shape)}, got ${strides.length}`;
  const axes = shape
    .map((size, axis) => ({ size, stride: strides[axis] as number }))
    .filter(({ size }) => size > 1 && sizeOf(shape) > 0);
  let reach = 0;
  for (const { size, stride } of axes.sort((a, b) => a.stride - b.stride)) {
    if (stride <= reach) return `with strides ${strides.join(', ')} two entries share a place in memory`;
    reach += (size - 1) * stride;
  }
  return reach < mostApart ? undefined : `expected an array of at most ${mostApart} entries in memory`;
}

/**
 * The strides of an array whose axes lie in another order.
 * @param order the axes, that of the largest stride first
 * @param gap how far apart the closest entries are
 */
export function stridesIn(order: readonly number[], shape: Shape, gap: number): number[] {
  const dense = stridesOf(order.map((axis) => shape[axis] as number));
  return shape.map((_, axis) => gap * Math.max(1, dense[order.indexOf(axis)] as number));
}
