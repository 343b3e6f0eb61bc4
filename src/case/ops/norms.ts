/** Norms that multiply by a weight, and add a bias, after the entries were normalized. */
import { from0, positive } from '../attributes.js';
import { channelNormShape, checkGroups, lastAxesNormShape } from '../norms.js';
import type { Shape } from '../shape.js';
import { binary, ternary } from './entry.js';

interface Norm {
  readonly op: string;
  readonly eps: number;
}

export const norms = {
  /** layer_norm over the last axes, as many as the weight has. */
  affine_layer_norm: ternary({
    attributes: { eps: from0 },
    shape: ({ eps, op }: Norm, shapes: readonly Shape[]) => lastAxesNormShape(shapes, eps, op),
  }),
  /** batch_norm, in training: mean and variance are those of the batch. */
  affine_batch_norm: ternary({
    attributes: { eps: from0 },
    shape: ({ eps, op }: Norm, shapes: readonly Shape[]) => channelNormShape(shapes, eps, op),
  }),
  /** Each image is normalized over each group of its channels, neighbours. */
  group_norm: ternary({
    attributes: { groups: positive, eps: from0 },
    shape({ groups, eps, op }, shapes) {
      const shape = channelNormShape(shapes, eps, op);
      checkGroups(shape[1] as number, groups, op);
      return shape;
    },
  }),
  /** x / √(mean x² + eps) over the last axes, as many as the weight has. */
  rms_norm: binary({
    attributes: { eps: from0 },
    shape: ({ eps, op }: Norm, shapes: readonly Shape[]) => lastAxesNormShape(shapes, eps, op),
  }),
};
