/** Attention, step by step: scores, weights, the weighted sum, then the whole of it, with a mask and with two heads. */
import {
  add,
  concat,
  matmul,
  mulScalar,
  multiply,
  slice,
  softmax,
  subtract,
  summation,
  Tensor,
  transpose,
} from 'backproof/engine';

/** 1/√d for a matrix with d columns. */
const scaleOf = (q: Tensor): number => 1 / Math.sqrt(q.shape[1] as number);

/** The scores, −∞ where a row would see a later one: column j of row i with j > i. */
function masked(scores: Tensor): Tensor {
  const [n, m] = scores.shape as [number, number];
  const data = Array.from({ length: n * m }, (_, at) =>
    at % m > Math.floor(at / m) ? Number.NEGATIVE_INFINITY : 0,
  );
  return add(scores, Tensor.fromData({ dtype: scores.dtype, shape: [n, m], data }));
}

/** Half of the columns: those of head 0, or of head 1. */
function headOf(tensor: Tensor, head: 0 | 1): Tensor {
  const [rows, columns] = tensor.shape as [number, number];
  const width = columns / 2;
  return slice(tensor, [0, head * width], [rows, (head + 1) * width]);
}

/** S = QKᵀ/√d, with Q of shape (n, d) and K (m, d); S and outGrad have shape (n, m). */
export function scores(outGrad: Tensor, q: Tensor, k: Tensor): readonly [Tensor, Tensor] {
  // BEGIN SOLUTION: return the adjoints of q and k; scaleOf(q) is 1/√d
  const scaled = mulScalar(outGrad, scaleOf(q));
  return [matmul(scaled, k), matmul(transpose(scaled), q)];
  // END SOLUTION
}

/** P = softmax of each row of the masked scores, of shape (n, n); outGrad has the same shape. */
export function weights(outGrad: Tensor, s: Tensor): Tensor {
  const p = softmax(masked(s), 1);
  // BEGIN SOLUTION: return the adjoint of s, made of outGrad and p
  return multiply(p, subtract(outGrad, summation(multiply(outGrad, p), 1, true)));
  // END SOLUTION
}

/** Y = PV, with P of shape (n, m) and V (m, e); Y and outGrad have shape (n, e). */
export function weightedSum(outGrad: Tensor, p: Tensor, v: Tensor): readonly [Tensor, Tensor] {
  // BEGIN SOLUTION: return the adjoints of p and v
  return [matmul(outGrad, transpose(v)), matmul(transpose(p), outGrad)];
  // END SOLUTION
}

/** Y = softmax(QKᵀ/√d)·V, with Q of shape (n, d), K (m, d) and V (m, e). */
export function attention(
  outGrad: Tensor,
  q: Tensor,
  k: Tensor,
  v: Tensor,
): readonly [Tensor, Tensor, Tensor] {
  const p = softmax(mulScalar(matmul(q, transpose(k)), scaleOf(q)), 1);
  // BEGIN SOLUTION: return the adjoints of q, k and v
  const [ofP, ofV] = weightedSum(outGrad, p, v);
  const ofS = multiply(p, subtract(ofP, summation(multiply(ofP, p), 1, true)));
  return [...scores(ofS, q, k), ofV];
  // END SOLUTION
}

/** The same with masked scores: row i sees rows 0 to i. Q, K and V have n rows each. */
export function causal(outGrad: Tensor, q: Tensor, k: Tensor, v: Tensor): readonly [Tensor, Tensor, Tensor] {
  // BEGIN SOLUTION: return the adjoints of q, k and v; `weights` masks what it is given
  const s = mulScalar(matmul(q, transpose(k)), scaleOf(q));
  const [ofP, ofV] = weightedSum(outGrad, softmax(masked(s), 1), v);
  return [...scores(weights(ofP, s), q, k), ofV];
  // END SOLUTION
}

/** Attention of the left halves of Q, K and V, and of the right halves, side by side: Y has the columns of V. */
export function twoHeads(
  outGrad: Tensor,
  q: Tensor,
  k: Tensor,
  v: Tensor,
): readonly [Tensor, Tensor, Tensor] {
  // BEGIN SOLUTION: return the adjoints of q, k and v; `headOf` takes halves, `concat([left, right], 1)` joins them
  const ofHead = (head: 0 | 1) =>
    attention(headOf(outGrad, head), headOf(q, head), headOf(k, head), headOf(v, head));
  const [left, right] = [ofHead(0), ofHead(1)];
  return [concat([left[0], right[0]], 1), concat([left[1], right[1]], 1), concat([left[2], right[2]], 1)];
  // END SOLUTION
}
