/** Shapes of attention and of rotary embeddings. */
import { at } from './at.js';
import { formatShape, normalizeAxis, type Shape, ShapeError, sameShape } from './shape.js';

/**
 * Queries (…, L, d), keys (…, S, d) and values (…, S, e) give (…, L, e). A mask has the shape of the last axes of (…, L, S),
 * two at least, and is added to the scores.
 */
export function attentionShape(shapes: readonly Shape[]): Shape {
  const [queries, keys, values, mask] = shapes as readonly [Shape, Shape?, Shape?, Shape?];
  if (keys === undefined || values === undefined || shapes.length > 4) {
    throw new ShapeError(
      `attention: takes queries, keys, values and maybe a mask, got ${shapes.length} argument${shapes.length === 1 ? '' : 's'}`,
    );
  }
  const batch = queries.slice(0, -2);
  const [length, width] = queries.slice(-2);
  const count = keys.at(-2);
  const fits =
    length !== undefined &&
    width !== undefined &&
    count !== undefined &&
    width > 0 &&
    count > 0 &&
    sameShape(keys, [...batch, count, width]) &&
    sameShape(values, [...batch, count, values.at(-1) ?? 0]);
  if (!fits) {
    throw new ShapeError(
      'attention: queries (…, L, d), keys (…, S, d) and values (…, S, e) with the same axes before, d ≥ 1 and S ≥ 1, got ' +
        `${formatShape(queries)}, ${formatShape(keys)} and ${formatShape(values)}`,
    );
  }
  const scores = [...batch, length, count];
  if (mask !== undefined && (mask.length < 2 || !sameShape(mask, scores.slice(-mask.length)))) {
    throw new ShapeError(
      `attention: a mask has the last axes of the scores ${formatShape(scores)}, two at least, got ${formatShape(mask)}`,
    );
  }
  return [...batch, length, at(values, values.length - 1)];
}

/** The same shape: the last axis has pairs to turn, and another axis the positions. */
export function ropeShape(shape: Shape, axis: number, base: number): Shape {
  const places = normalizeAxis(axis, shape.length, 'rope');
  if (places === shape.length - 1) {
    throw new ShapeError(
      'rope: the last axis has the pairs that are turned; the positions are along another axis',
    );
  }
  if (at(shape, shape.length - 1) % 2 !== 0) {
    throw new ShapeError(
      `rope: the last axis of shape ${formatShape(shape)} cannot be cut into pairs; give it an even size`,
    );
  }
  if (!(base > 0 && Number.isFinite(base))) {
    throw new ShapeError(`rope: the base of the frequencies is a finite number > 0, got ${base}`);
  }
  return shape;
}
