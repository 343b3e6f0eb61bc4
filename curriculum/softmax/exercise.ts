/**
 * Rules from the mean to the loss of a classifier. Each function is named after the op whose rule it is; the engine's own
 * ops of these names are `engine.mean`, `engine.variance` and `engine.softmax`.
 */
import * as engine from 'backproof/engine';
import {
  abs,
  add,
  addScalar,
  broadcastTo,
  type Context,
  divide,
  divideScalar,
  exp,
  Function,
  log1p,
  mulScalar,
  multiply,
  negate,
  relu,
  reshape,
  sigmoid,
  sqrt,
  subtract,
  summation,
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
  // BEGIN SOLUTION: return the adjoint of x
  const [, k] = sizes(x);
  return divideScalar(alongRows(outGrad, x), k);
  // END SOLUTION
}

/** y = the variance of each row of x, (1/k)·Σ (x − m)² with the row's mean m; y and outGrad have shape (n). */
export function variance(outGrad: Tensor, x: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of x
  const [, k] = sizes(x);
  const centred = subtract(x, engine.mean(x, 1, true));
  return multiply(alongRows(outGrad, x), mulScalar(centred, 2 / k));
  // END SOLUTION
}

/** p = the softmax of each row of x; p and outGrad have the shape of x. */
export function softmax(outGrad: Tensor, x: Tensor): Tensor {
  const p = engine.softmax(x, 1);
  // BEGIN SOLUTION: return the adjoint of x, made of outGrad and p
  return multiply(p, subtract(outGrad, summation(multiply(outGrad, p), 1, true)));
  // END SOLUTION
}

/** y = ln softmax(x), row by row; y and outGrad have the shape of x. */
export function logSoftmax(outGrad: Tensor, x: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of x
  return subtract(outGrad, multiply(engine.softmax(x, 1), summation(outGrad, 1, true)));
  // END SOLUTION
}

/** L = −(1/n)·Σ t·ln softmax(logits), the mean over the n rows; L and outGrad have shape (). */
export function crossEntropy(outGrad: Tensor, logits: Tensor): Tensor {
  const targets = oneHot(logits);
  // BEGIN SOLUTION: return the adjoint of the logits
  const [n] = sizes(logits);
  return multiply(outGrad, divideScalar(subtract(engine.softmax(logits, 1), targets), n));
  // END SOLUTION
}

class BinaryCrossEntropy extends Function {
  /** −t·ln σ(z) − (1 − t)·ln(1 − σ(z)), entry by entry. */
  static forward(ctx: Context, logits: Tensor, targets: Tensor): Tensor {
    ctx.saveForBackward(logits, targets);
    // BEGIN SOLUTION: return the losses, without an exponential that overflows or a logarithm of 0
    const tail = log1p(exp(negate(abs(logits))));
    return add(subtract(relu(logits), multiply(logits, targets)), tail);
    // END SOLUTION
  }

  static backward(ctx: Context, outGrad: Tensor): readonly [Tensor, Tensor] {
    const [logits, targets] = ctx.savedTensors as [Tensor, Tensor];
    // BEGIN SOLUTION: return the adjoints of the logits and of the targets
    return [multiply(outGrad, subtract(sigmoid(logits), targets)), negate(multiply(outGrad, logits))];
    // END SOLUTION
  }
}

export const binaryCrossEntropy = (logits: Tensor, targets: Tensor): Tensor =>
  BinaryCrossEntropy.apply(logits, targets);

/** y = (x − m)/√(v + 1e-5), where each row has its mean m and its variance v; y has the shape of x. */
export function layerNorm(outGrad: Tensor, x: Tensor): Tensor {
  const centred = subtract(x, engine.mean(x, 1, true));
  const deviation = sqrt(addScalar(engine.mean(multiply(centred, centred), 1, true), 1e-5));
  // BEGIN SOLUTION: return the adjoint of x
  const y = divide(centred, deviation);
  const alongOnes = engine.mean(outGrad, 1, true);
  const alongY = multiply(y, engine.mean(multiply(outGrad, y), 1, true));
  return divide(subtract(subtract(outGrad, alongOnes), alongY), deviation);
  // END SOLUTION
}
