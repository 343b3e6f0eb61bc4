/** Which input entries meet in which output entry. Shared by all kernels; no arithmetic. */
import { type Axes, broadcastStrides, normalizeAxes, type Shape, sizeOf, stridesOf } from '../case/shape.js';

/** Instead of a position: the output entry is read from another argument, or is zero. */
export const nowhere = -1;

/** For each entry of `to`, the position in an array of shape `from` that broadcasting reads. */
export function broadcastPositions(from: Shape, to: Shape): Int32Array {
  const strides = broadcastStrides(from);
  return walk(to, [...new Array<number>(to.length - from.length).fill(0), ...strides]);
}

/** For each entry of an array of this shape, the dot product of its multi-index with the strides. */
export function walk(shape: Shape, strides: readonly number[]): Int32Array {
  const positions = new Int32Array(sizeOf(shape));
  const index = new Array<number>(shape.length).fill(0);
  let position = 0;
  for (let entry = 0; entry < positions.length; entry++) {
    positions[entry] = position;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position += strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      position -= (strides[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return positions;
}

/** The slices that a reduction over these axes collapses: for each output entry, its input positions. */
export function slicesOf(shape: Shape, axes: Axes, op: string): Int32Array[] {
  const reduced = new Set(normalizeAxes(axes, shape.length, op));
  const strides = stridesOf(shape);
  const part = (keep: (axis: number) => boolean) => {
    const chosen = shape.map((_, axis) => axis).filter(keep);
    return walk(
      chosen.map((axis) => shape[axis] as number),
      chosen.map((axis) => strides[axis] as number),
    );
  };
  const offsets = part((axis) => reduced.has(axis));
  return [...part((axis) => !reduced.has(axis))].map((start) => offsets.map((offset) => start + offset));
}
