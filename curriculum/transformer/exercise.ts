/** A transformer block by hand: layer normalization, the feed-forward block, self-attention, and the two residual sums. */
import {
  add,
  addScalar,
  concat,
  divide,
  mask,
  masked,
  matmul,
  mean,
  mulScalar,
  multiply,
  relu,
  slice,
  softmax,
  sqrt,
  subtract,
  summation,
  Tensor,
  transpose,
} from 'backproof/engine';

/** What is added to a variance before its root is taken. */
const epsilon = 0.01;

/** The mean of each row, as a matrix of one column. */
const rowMean = (tensor: Tensor): Tensor => mean(tensor, 1, true);

/** √(variance + ε) of each row, as a matrix of one column. */
function deviation(x: Tensor): Tensor {
  const centred = subtract(x, rowMean(x));
  return sqrt(addScalar(rowMean(multiply(centred, centred)), epsilon));
}

/** Each row with mean 0 and variance nearly 1. */
const normalized = (x: Tensor): Tensor => divide(subtract(x, rowMean(x)), deviation(x));

/** The weights of causal attention, P = softmax of the rows of QKᵀ/√h, 0 for rows of K that come later. */
function weightsOf(q: Tensor, k: Tensor): Tensor {
  const [t, h] = q.shape as [number, number];
  const data = Array.from({ length: t * t }, (_, at) =>
    at % t > Math.floor(at / t) ? Number.NEGATIVE_INFINITY : 0,
  );
  const scores = mulScalar(matmul(q, transpose(k)), 1 / Math.sqrt(h));
  return softmax(add(scores, Tensor.fromData({ dtype: q.dtype, shape: [t, t], data })), 1);
}

/** Y = g·normalized(X) + b, row by row, for X of shape (t, d), g and b (d): the adjoints of X, g and b. */
export function layerNorm(
  outGrad: Tensor,
  x: Tensor,
  g: Tensor,
  _b: Tensor,
): readonly [Tensor, Tensor, Tensor] {
  const [n, s] = [normalized(x), deviation(x)];
  // BEGIN SOLUTION: return the adjoints of x, g and b, made of outGrad, g, n and s
  const ofN = multiply(outGrad, g);
  const through = subtract(subtract(ofN, rowMean(ofN)), multiply(n, rowMean(multiply(ofN, n))));
  return [divide(through, s), summation(multiply(outGrad, n), 0), summation(outGrad, 0)];
  // END SOLUTION
}

/** Y = relu(XW1 + b1)·W2 + b2, with X of shape (t, d), W1 (d, f), b1 (f), W2 (f, d) and b2 (d). */
export function feedForward(
  outGrad: Tensor,
  x: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  _b2: Tensor,
): readonly [Tensor, Tensor, Tensor, Tensor, Tensor] {
  const z = add(matmul(x, w1), b1);
  // BEGIN SOLUTION: return the adjoints of x, w1, b1, w2 and b2
  const ofZ = masked(
    matmul(outGrad, transpose(w2)),
    mask(z, (each) => (each > 0 ? 1 : 0)),
  );
  return [
    matmul(ofZ, transpose(w1)),
    matmul(transpose(x), ofZ),
    summation(ofZ, 0),
    matmul(transpose(relu(z)), outGrad),
    summation(outGrad, 0),
  ];
  // END SOLUTION
}

/** Y = X + (g·normalized(X) + b)·W, with W of shape (d, d): the adjoints of X, g, b and W. */
export function residual(
  outGrad: Tensor,
  x: Tensor,
  g: Tensor,
  b: Tensor,
  w: Tensor,
): readonly [Tensor, Tensor, Tensor, Tensor] {
  // BEGIN SOLUTION: return the adjoints of x, g, b and w, with your rule of layerNorm
  const [ofX, ofG, ofB] = layerNorm(matmul(outGrad, transpose(w)), x, g, b);
  const inner = add(multiply(g, normalized(x)), b);
  return [add(outGrad, ofX), ofG, ofB, matmul(transpose(inner), outGrad)];
  // END SOLUTION
}

/** Y = [XWq XWk XWv], side by side, of shape (t, 3h): the adjoints of X, of shape (t, d), and of Wq, Wk and Wv, (d, h). */
export function projections(
  outGrad: Tensor,
  x: Tensor,
  wq: Tensor,
  wk: Tensor,
  wv: Tensor,
): readonly [Tensor, Tensor, Tensor, Tensor] {
  const [t, h] = [x.shape[0] as number, wq.shape[1] as number];
  const columns = (third: number) => slice(outGrad, [0, third * h], [t, (third + 1) * h]);
  const [ofQ, ofK, ofV] = [columns(0), columns(1), columns(2)];
  // BEGIN SOLUTION: return the adjoints of x, wq, wk and wv, made of ofQ, ofK and ofV
  const ofX = add(add(matmul(ofQ, transpose(wq)), matmul(ofK, transpose(wk))), matmul(ofV, transpose(wv)));
  const xT = transpose(x);
  return [ofX, matmul(xT, ofQ), matmul(xT, ofK), matmul(xT, ofV)];
  // END SOLUTION
}

/** Y = P·V·Wo with Q = XWq, K = XWk, V = XWv, P = weightsOf(Q, K), and Wo of shape (h, d). */
export function selfAttention(
  outGrad: Tensor,
  x: Tensor,
  wq: Tensor,
  wk: Tensor,
  wv: Tensor,
  wo: Tensor,
): readonly [Tensor, Tensor, Tensor, Tensor, Tensor] {
  const [q, k, v] = [matmul(x, wq), matmul(x, wk), matmul(x, wv)];
  const p = weightsOf(q, k);
  // BEGIN SOLUTION: return the adjoints of x, wq, wk, wv and wo; `concat([…], 1)` makes what projections is given
  const ofSeen = matmul(outGrad, transpose(wo));
  const ofP = matmul(ofSeen, transpose(v));
  const through = multiply(p, subtract(ofP, summation(multiply(ofP, p), 1, true)));
  const ofS = mulScalar(through, 1 / Math.sqrt(q.shape[1] as number));
  const ofAll = concat([matmul(ofS, k), matmul(transpose(ofS), q), matmul(transpose(p), ofSeen)], 1);
  return [...projections(ofAll, x, wq, wk, wv), matmul(transpose(matmul(p, v)), outGrad)];
  // END SOLUTION
}

/**
 * The adjoints of all thirteen inputs of the block, in their order. It has two residual sums:
 *
 *     A = X + selfAttention(g1·normalized(X) + c1)      with Wq, Wk, Wv and Wo
 *     Y = A + feedForward(g2·normalized(A) + c2)        with W1, b1, W2 and b2
 */
export function block(
  outGrad: Tensor,
  x: Tensor,
  g1: Tensor,
  c1: Tensor,
  wq: Tensor,
  wk: Tensor,
  wv: Tensor,
  wo: Tensor,
  g2: Tensor,
  c2: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  b2: Tensor,
): readonly Tensor[] {
  const first = add(multiply(g1, normalized(x)), c1);
  const seen = matmul(weightsOf(matmul(first, wq), matmul(first, wk)), matmul(first, wv));
  const a = add(x, matmul(seen, wo));
  const second = add(multiply(g2, normalized(a)), c2);
  // BEGIN SOLUTION: return the adjoints of x, g1, c1, wq, wk, wv, wo, g2, c2, w1, b1, w2 and b2, with your rules
  const [ofSecond, ...ofForward] = feedForward(outGrad, second, w1, b1, w2, b2);
  const [ofBranch, ...ofNorm2] = layerNorm(ofSecond, a, g2, c2);
  const ofA = add(outGrad, ofBranch);
  const [ofFirst, ...ofAttention] = selfAttention(ofA, first, wq, wk, wv, wo);
  const [ofX, ...ofNorm1] = layerNorm(ofFirst, x, g1, c1);
  return [add(ofA, ofX), ...ofNorm1, ...ofAttention, ...ofNorm2, ...ofForward];
  // END SOLUTION
}
