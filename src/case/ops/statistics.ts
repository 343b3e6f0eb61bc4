/** Statistics of the entries along axes besides their sum: extremes, spread, running sums, products and order. */
import { axes, boolean, integer, number } from '../attributes.js';
import { shapeWithAxis } from '../limits.js';
import { unary } from './entry.js';
import { reduced } from './reduction.js';

export const statistics = {
  max: unary({ ...reduced, kink: 'order' }),
  min: unary({ ...reduced, kink: 'order' }),
  var: unary({
    ...reduced,
    /** The correction is what is taken off the number of entries before dividing by it: 1 for a sample's variance. */
    attributes: { axes, keepdims: boolean, correction: number },
  }),
  /** The square root of the variance. */
  std: unary({ ...reduced, kink: 'equal', attributes: { axes, keepdims: boolean, correction: number } }),
  /** The square root of the sum of squares. */
  norm: unary({ ...reduced, kink: 'origin' }),
  cumsum: unary({
    attributes: { axis: integer },
    shape: ({ axis, op }, [a]) => shapeWithAxis(a, axis, op),
  }),
  prod: unary(reduced),
  cumprod: unary({
    attributes: { axis: integer },
    shape: ({ axis, op }, [a]) => shapeWithAxis(a, axis, op),
  }),
  sort: unary({
    attributes: { axis: integer, descending: boolean },
    kink: 'order',
    shape: ({ axis, op }, [a]) => shapeWithAxis(a, axis, op),
  }),
};
