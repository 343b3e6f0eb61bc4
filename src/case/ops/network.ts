/** Ops of neural networks: dropout, losses, norms, and detach, which stops gradients. */
import { axes, below1, bits, from0, naturals } from '../attributes.js';
import { batchAxes, checkEpsilon, crossEntropyShape, dropoutShape } from '../limits.js';
import { broadcastShapes } from '../shape.js';
import { binary, unary } from './entry.js';
import { normalized } from './reduction.js';

export const network = {
  /** Where the mask is 1, entries are kept and divided by 1 - p; else they are 0. */
  dropout: unary({
    elementwise: true,
    attributes: { p: below1, mask: bits },
    shape: ({ p, mask }, [a]) => dropoutShape(a, p, mask),
  }),
  /** Of logits (N, classes), with one label per row; the mean over the rows. */
  cross_entropy: unary({
    attributes: { labels: naturals },
    shape: ({ labels }, [a]) => crossEntropyShape(a, labels),
  }),
  mse_loss: binary({
    shape({ op }, [a, b]) {
      broadcastShapes(a, b, op);
      return [];
    },
  }),
  layer_norm: unary({
    attributes: { axes, eps: from0 },
    shape(step, shapes) {
      const shape = normalized.shape(step, shapes);
      checkEpsilon(step.eps, step.op);
      return shape;
    },
  }),
  batch_norm: unary({
    attributes: { eps: from0 },
    shape({ eps, op }, [a]) {
      batchAxes(a);
      checkEpsilon(eps, op);
      return a;
    },
  }),
  detach: unary({ elementwise: true }),
};
