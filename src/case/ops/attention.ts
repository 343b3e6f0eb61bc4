/** Ops of transformers. */

import { attentionShape, ropeShape } from '../attention.js';
import { boolean, integer, number } from '../attributes.js';
import { sizeOf } from '../shape.js';
import { unary, variadic } from './entry.js';

export const attention = {
  /**
   * softmax(q·kᵀ/√d + mask)·v; the mask is optional. Causal: query i sees keys 0 to i alone. Entries of the mask may be −∞,
   * as long as each query sees a key.
   */
  attention: variadic({
    attributes: { causal: boolean },
    shape: (_, shapes) => attentionShape(shapes),
    operations: (_, [queries, keys = []], out) => (sizeOf(queries) + sizeOf(out)) * (keys.at(-2) ?? 1),
  }),
  /**
   * Rotary embedding: at position p along the axis, pair i of the d/2 pairs of the last axis is turned by the angle
   * p·base^(−2i/d). A pair is two neighbours if interleaved, else entry i of the first half and of the second.
   */
  rope: unary({
    attributes: { axis: integer, base: number, interleaved: boolean },
    shape: ({ axis, base }, [a]) => ropeShape(a, axis, base),
  }),
};
