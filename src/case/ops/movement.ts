/** Ops that change the shape or the order of axes, but no entry. */
import { at } from '../at.js';
import { axisList, axisPair, shape } from '../attributes.js';
import {
  allAxes,
  broadcastShapes,
  formatShape,
  normalizeAxes,
  normalizeAxis,
  type Shape,
  ShapeError,
  sameShape,
  sizeOf,
} from '../shape.js';
import { unary } from './entry.js';

export const movement = {
  transpose: unary({
    attributes: { axes: axisPair },
    shape: ({ axes }, [a]) => permuteShape(a, transposition(axes, a.length)),
  }),
  permute: unary({
    attributes: { axes: axisList },
    shape: ({ axes }, [a]) => permuteShape(a, permutation(axes, a.length)),
  }),
  reshape: unary({ attributes: { shape }, shape: (step, [a]) => reshapeShape(a, step.shape) }),
  broadcast_to: unary({ attributes: { shape }, shape: (step, [a]) => broadcastToShape(a, step.shape) }),
};

/** The permutation that swaps two axes; `null` swaps the last two. */
export function transposition(axes: readonly [number, number] | null, rank: number): number[] {
  const order = allAxes(rank);
  if (axes === null && rank < 2) {
    throw new ShapeError(
      `transpose: a rank of at least 2 is needed to swap the last two axes, got rank ${rank}`,
    );
  }
  const [first, second] = axes ?? [-2, -1];
  const [a, b] = [normalizeAxis(first, rank, 'transpose'), normalizeAxis(second, rank, 'transpose')];
  order[a] = b;
  order[b] = a;
  return order;
}

/** A permutation with its axes counted from the front. @throws {ShapeError} unless each axis stands once. */
export function permutation(axes: readonly number[], rank: number): number[] {
  if (axes.length !== rank) {
    throw new ShapeError(
      `permute: axes ${formatShape(axes)} name ${axes.length} axes, but the array has ${rank}`,
    );
  }
  normalizeAxes(axes, rank, 'permute');
  return axes.map((axis) => (axis < 0 ? axis + rank : axis));
}

const permuteShape = (shape: Shape, order: readonly number[]): Shape => order.map((axis) => at(shape, axis));

function reshapeShape(from: Shape, to: Shape): Shape {
  if (sizeOf(from) !== sizeOf(to)) {
    throw new ShapeError(
      `reshape: cannot make shape ${formatShape(to)} (${sizeOf(to)} entries) of shape ${formatShape(from)} ` +
        `(${sizeOf(from)} entries); the number of entries must stay the same`,
    );
  }
  return to;
}

function broadcastToShape(from: Shape, to: Shape): Shape {
  const fits = from.length <= to.length && sameShape(broadcastShapes(from, to, 'broadcast_to'), to);
  if (!fits) {
    throw new ShapeError(
      `broadcast_to: shape ${formatShape(from)} does not broadcast to ${formatShape(to)}; counted from the right, ` +
        `each size must be equal or 1, and no axis may be dropped`,
    );
  }
  return to;
}
