/** Shapes of ops whose attributes must fit their arguments, and what those attributes may be. */
import { broadcastShapes, formatShape, normalizeAxis, type Shape, ShapeError, sizeOf } from './shape.js';

/** One 0 or 1 for each entry of the shape. */
function checkBits(bits: readonly number[], shape: Shape, what: string): void {
  if (bits.length !== sizeOf(shape)) {
    throw new ShapeError(
      `${what} of shape ${formatShape(shape)} has ${sizeOf(shape)} entries, got ${bits.length}`,
    );
  }
  const bad = bits.find((bit) => bit !== 0 && bit !== 1);
  if (bad !== undefined) throw new ShapeError(`${what} holds only 0 and 1, got ${bad}`);
}

/** The broadcast shape, of which the condition is. */
export function whereShape(a: Shape, b: Shape, condition: readonly number[]): Shape {
  const shape = broadcastShapes(a, b, 'where');
  checkBits(condition, shape, 'where: a condition');
  return shape;
}

/** @throws {ShapeError} without a bound, or when the lower one is above the upper one. */
export function checkBounds(min: number | null, max: number | null): void {
  if (min === null && max === null)
    throw new ShapeError('clip: min and max are both null; give at least one of them');
  if (Number.isNaN(min) || Number.isNaN(max) || (min !== null && max !== null && min > max)) {
    throw new ShapeError(`clip: expected min ≤ max, got min ${min} and max ${max}`);
  }
}

/** @throws {ShapeError} on another name than the two. */
export function checkApproximate(approximate: string): void {
  if (approximate === 'none' || approximate === 'tanh') return;
  throw new ShapeError(`gelu: approximate is "none" or "tanh", got "${approximate}"`);
}

/** The same shape, once it is certain that it has the axis. */
export function shapeWithAxis(shape: Shape, axis: number, op: string): Shape {
  normalizeAxis(axis, shape.length, op);
  return shape;
}

/** The same shape, of which the mask is; p is the probability to be dropped. */
export function dropoutShape(shape: Shape, p: number, mask: readonly number[]): Shape {
  checkProbability(p);
  checkBits(mask, shape, 'dropout: a mask');
  return shape;
}

/** @throws {ShapeError} unless 0 ≤ p < 1. */
export function checkProbability(p: number): void {
  if (!(p >= 0 && p < 1)) {
    throw new ShapeError(`dropout: p is the probability to be dropped, 0 ≤ p < 1, got ${p}`);
  }
}

/** Logits have the shape (rows, classes), and each row has a label that names a class. */
export function crossEntropyShape(logits: Shape, labels: readonly number[]): Shape {
  const [rows, classes] = logits;
  if (rows === undefined || classes === undefined || logits.length !== 2) {
    throw new ShapeError(
      `cross_entropy: the logits must have the shape (rows, classes), got ${formatShape(logits)}`,
    );
  }
  if (labels.length !== rows)
    throw new ShapeError(`cross_entropy: ${rows} rows need ${rows} labels, got ${labels.length}`);
  const bad = labels.find((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (bad !== undefined) throw new ShapeError(`cross_entropy: label ${bad} is outside 0 … ${classes - 1}`);
  return [];
}

/** @throws {ShapeError} unless eps is a number ≥ 0. */
export function checkEpsilon(eps: number, op: string): void {
  if (!(eps >= 0)) throw new ShapeError(`${op}: eps is added to the variance: a number ≥ 0, got ${eps}`);
}

/** The axes over which batch_norm takes its statistics: all but axis 1, the channels. */
export function batchAxes(shape: Shape): number[] {
  if (shape.length < 2) {
    throw new ShapeError(
      `batch_norm: axis 1 holds the channels, and shape ${formatShape(shape)} has none; use (batch, channels, …)`,
    );
  }
  return shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
}
