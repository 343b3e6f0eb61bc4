/**
 * Rules from the mean to the loss of a classifier. Each function is named after the op whose rule it is; the engine's own
 * ops of these names are `engine.mean`, `engine.variance` and `engine.softmax`.
 */
import * as engine from 'backproof/engine';
import {
  addScalar,
  broadcastTo,
  type Context,
  Function,
  multiply,
  NotImplemented,
  reshape,
  sqrt,
  subtract,
  Tensor,
} from 'backproof/engine';

/** How many rows and columns a matrix has. */
const sizes = (tensor: Tensor): readonly [number, number] => tensor.shape as [number, number];

/** A tensor of shape (n), once for each column of x: shape (n, k). */
const alongRows = (tensor: Tensor, x: Tensor): Tensor =>
  broadcastTo(reshape(tensor, [x.shape[0] as number, 1]), x.shape);

/** The targets of crossEntropy: row i has a 1 in column (2i + 1) mod k, and 0 elsewhere. */
function oneHot({ dtype, shape }: Tensor): Tensor {
  const [n, k] = shape as [number, number];
  const data = Array.from({ length: n * k }, (_, at) =>
    at % k === (2 * Math.floor(at / k) + 1) % k ? 1 : 0,
  );
  return Tensor.fromData({ dtype, shape, data });
}

/** y = the mean of each row of x, of shape (n, k); y and outGrad have shape (n). */
export function mean(outGrad: Tensor, x: Tensor): Tensor {
  // TODO: return the adjoint of x
  throw new NotImplemented('mean');
}

/** y = the variance of each row of x, (1/k)·Σ (x − m)² with the row's mean m; y and outGrad have shape (n). */
export function variance(outGrad: Tensor, x: Tensor): Tensor {
  // TODO: return the adjoint of x
  throw new NotImplemented('variance');
}

/** p = the softmax of each row of x; p and outGrad have the shape of x. */
export function softmax(outGrad: Tensor, x: Tensor): Tensor {
  const p = engine.softmax(x, 1);
  // TODO: return the adjoint of x, made of outGrad and p
  throw new NotImplemented('softmax');
}

/** y = ln softmax(x), row by row; y and outGrad have the shape of x. */
export function logSoftmax(outGrad: Tensor, x: Tensor): Tensor {
  // TODO: return the adjoint of x
  throw new NotImplemented('logSoftmax');
}

/** L = −(1/n)·Σ t·ln softmax(logits), the mean over the n rows; L and outGrad have shape (). */
export function crossEntropy(outGrad: Tensor, logits: Tensor): Tensor {
  const targets = oneHot(logits);
  // TODO: return the adjoint of the logits
  throw new NotImplemented('crossEntropy');
}

class BinaryCrossEntropy extends Function {
  /** −t·ln σ(z) − (1 − t)·ln(1 − σ(z)), entry by entry. */
  static forward(ctx: Context, logits: Tensor, targets: Tensor): Tensor {
    ctx.saveForBackward(logits, targets);
    // TODO: return the losses, without an exponential that overflows or a logarithm of 0
    throw new NotImplemented('binaryCrossEntropy');
  }

  static backward(ctx: Context, outGrad: Tensor): readonly [Tensor, Tensor] {
    const [logits, targets] = ctx.savedTensors as [Tensor, Tensor];
    // TODO: return the adjoints of the logits and of the targets
    throw new NotImplemented('binaryCrossEntropy');
  }
}

export const binaryCrossEntropy = (logits: Tensor, targets: Tensor): Tensor =>
  BinaryCrossEntropy.apply(logits, targets);

/** y = (x − m)/√(v + 1e-5), where each row has its mean m and its variance v; y has the shape of x. */
export function layerNorm(outGrad: Tensor, x: Tensor): Tensor {
  const centred = subtract(x, engine.mean(x, 1, true));
  const deviation = sqrt(addScalar(engine.mean(multiply(centred, centred), 1, true), 1e-5));
  // TODO: return the adjoint of x
  throw new NotImplemented('layerNorm');
}
