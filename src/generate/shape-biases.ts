/** The biases of shapes: of one shape, and of two combined. */
import { broadcastAxes, broadcastShapes, type Shape, sameShape } from '../case/shape.js';
import type { Bias } from './bias.js';

/** The biases of one input's shape. */
export function shapeBiases(shape: Shape): Bias[] {
  const found: Bias[] = [];
  const wide = shape.filter((size) => size > 1);
  const distinct = new Set(wide).size;
  if (shape.length === 0) found.push('zero-d');
  if (shape.length > 2) found.push('high-rank');
  if (shape.length > 4) found.push('five-axes');
  if (shape.includes(0)) found.push('empty');
  if (shape.includes(1)) found.push('size-1-axis');
  if (distinct < wide.length) found.push('equal-dimensions');
  if (distinct > 1) found.push('distinct-dimensions');
  return found;
}

/**
 * 'stretched-axis': size 1 meets a larger one. 'mutual-broadcast': both operands are repeated. 'broadcast-to-empty': an
 * axis of size 1 meets an empty one, and an operand that has entries leaves none.
 */
export function broadcastBiases(a: Shape, b: Shape): Bias[] {
  if (sameShape(a, b)) return [];
  const found: Bias[] = [];
  const result = broadcastShapes(a, b, 'operands');
  const stretched = (shape: Shape) =>
    broadcastAxes(shape, result).some((axis) => axis >= result.length - shape.length);
  if (a.length !== b.length) found.push('differing-ranks');
  if (stretched(a) || stretched(b)) found.push('stretched-axis');
  if (!sameShape(a, result) && !sameShape(b, result)) found.push('mutual-broadcast');
  if (result.includes(0) && !(a.includes(0) && b.includes(0))) found.push('broadcast-to-empty');
  return found;
}
