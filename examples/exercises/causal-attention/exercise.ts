/** A causal attention block: queries, keys and values from x, attention that sees no later row, and a projection. */
import {
  add,
  attention,
  type Context,
  Function,
  matmul,
  mulScalar,
  multiply,
  softmax,
  subtract,
  summation,
  Tensor,
  transpose,
} from 'backproof/engine';

/** The scores, −∞ where a row would see a later one. */
function masked(scores: Tensor): Tensor {
  const length = scores.shape[0] as number;
  const data = Array.from({ length: length * length }, (_, at) =>
    at % length > Math.floor(at / length) ? Number.NEGATIVE_INFINITY : 0,
  );
  return add(scores, Tensor.fromData({ dtype: scores.dtype, shape: [length, length], data }));
}

class CausalAttention extends Function {
  /** x has shape (t, d); wq, wk and wv have shape (d, h), wo has shape (h, d). */
  static forward(ctx: Context, x: Tensor, wq: Tensor, wk: Tensor, wv: Tensor, wo: Tensor): Tensor {
    ctx.saveForBackward(x, wq, wk, wv, wo);
    const seen = attention(matmul(x, wq), matmul(x, wk), matmul(x, wv), { causal: true });
    return matmul(seen, wo);
  }

  static backward(ctx: Context, outGrad: Tensor): readonly Tensor[] {
    const [x, wq, wk, wv, wo] = ctx.savedTensors as [Tensor, Tensor, Tensor, Tensor, Tensor];
    // BEGIN SOLUTION: return the adjoints of x, wq, wk, wv and wo
    const [q, k, v] = [matmul(x, wq), matmul(x, wk), matmul(x, wv)];
    const scale = 1 / Math.sqrt(wq.shape[1] as number);
    const weights = softmax(masked(mulScalar(matmul(q, transpose(k)), scale)), -1);
    const ofSeen = matmul(outGrad, transpose(wo));
    const ofScores = mulScalar(throughSoftmax(matmul(ofSeen, transpose(v)), weights), scale);
    const [ofQ, ofK, ofV] = [
      matmul(ofScores, k),
      matmul(transpose(ofScores), q),
      matmul(transpose(weights), ofSeen),
    ];
    const ofX = add(add(matmul(ofQ, transpose(wq)), matmul(ofK, transpose(wk))), matmul(ofV, transpose(wv)));
    const xT = transpose(x);
    return [
      ofX,
      matmul(xT, ofQ),
      matmul(xT, ofK),
      matmul(xT, ofV),
      matmul(transpose(matmul(weights, v)), outGrad),
    ];
    // END SOLUTION
  }
}

// BEGIN SOLUTION
/** p·(p̄ − Σ p̄p) along each row. */
const throughSoftmax = (outGrad: Tensor, p: Tensor): Tensor =>
  multiply(p, subtract(outGrad, summation(multiply(outGrad, p), -1, true)));
// END SOLUTION

export const causalAttention = (x: Tensor, wq: Tensor, wk: Tensor, wv: Tensor, wo: Tensor): Tensor =>
  CausalAttention.apply(x, wq, wk, wv, wo);
