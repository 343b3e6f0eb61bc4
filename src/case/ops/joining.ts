/** Ops that join arrays and cut them apart. */
import { integer, natural } from '../attributes.js';
import { concatShape, splitShape, stackShape } from '../joining.js';
import { unary, variadic } from './entry.js';

export const joining = {
  stack: variadic({ attributes: { axis: integer }, shape: ({ axis }, shapes) => stackShape(shapes, axis) }),
  concat: variadic({ attributes: { axis: integer }, shape: ({ axis }, shapes) => concatShape(shapes, axis) }),
  /** Piece `index` of the tuple that needle's split makes; the pieces lack the axis. */
  split: unary({
    attributes: { axis: integer, index: natural },
    shape: ({ axis, index }, [a]) => splitShape(a, axis, index),
  }),
};
