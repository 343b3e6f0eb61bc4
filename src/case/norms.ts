/** Shapes of norms with a weight, and a bias, for each entry or each channel. */
import { at } from './at.js';
import { checkEpsilon } from './limits.js';
import { formatShape, type Shape, ShapeError, sameShape } from './shape.js';

/**
 * The shape of the first, once it is certain that the weight has the shape of its last axes, which are normalized.
 * @param bias undefined for norms without one
 */
export function lastAxesNormShape([x, weight, bias]: readonly Shape[], eps: number, op: string): Shape {
  const [shape, scales] = [x ?? [], weight ?? []];
  checkEpsilon(eps, op);
  if (scales.length === 0 || !sameShape(scales, shape.slice(Math.max(0, shape.length - scales.length)))) {
    throw new ShapeError(
      `${op}: the weight has the shape of the last axes of the input, one at least, which are normalized; got a weight of ` +
        `shape ${formatShape(scales)} for an input of shape ${formatShape(shape)}`,
    );
  }
  checkBias(scales, bias, op);
  return shape;
}

/** The shape of the first, (batch, channels, …), once it is certain that weight and bias have an entry for each channel. */
export function channelNormShape([x, weight, bias]: readonly Shape[], eps: number, op: string): Shape {
  const [shape, scales] = [x ?? [], weight ?? []];
  checkEpsilon(eps, op);
  if (shape.length < 2) {
    throw new ShapeError(
      `${op}: axis 1 holds the channels, and shape ${formatShape(shape)} has none; use (batch, channels, …)`,
    );
  }
  if (!sameShape(scales, [at(shape, 1)])) {
    throw new ShapeError(
      `${op}: the weight has an entry for each of the ${shape[1]} channels, got shape ${formatShape(scales)}`,
    );
  }
  checkBias(scales, bias, op);
  return shape;
}

function checkBias(weight: Shape, bias: Shape | undefined, op: string): void {
  if (bias === undefined || sameShape(bias, weight)) return;
  throw new ShapeError(
    `${op}: weight and bias have one shape, got ${formatShape(weight)} and ${formatShape(bias)}`,
  );
}

/** @throws {ShapeError} unless the channels can be cut into so many groups. */
export function checkGroups(channels: number, groups: number, op: string): void {
  if (Number.isInteger(groups) && groups >= 1 && channels % groups === 0) return;
  throw new ShapeError(`${op}: ${channels} channels cannot be cut into ${groups} groups of equal size`);
}
