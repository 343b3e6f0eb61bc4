/** Every rule of a network of four layers, and at last the gradient of its loss, made of these rules. */
import {
  add,
  addScalar,
  divide,
  divideScalar,
  mask,
  masked,
  matmul,
  mean,
  multiply,
  negate,
  relu as reluOf,
  softmax,
  sqrt,
  subtract,
  summation,
  Tensor,
  tanh as tanhOf,
  transpose,
} from 'backproof/engine';

/** What is added to a variance before its root is taken. */
const epsilon = 0.01;

/** The rows of a matrix. */
const rows = (tensor: Tensor): number => tensor.shape[0] as number;

/** (1/n)·Σ over the n rows, as a matrix of one row. */
const meanOfRows = (tensor: Tensor): Tensor => mean(tensor, 0, true);

/** √(mean of squares + ε) of each column of a matrix whose columns have mean 0, as a matrix of one row. */
const deviation = (centred: Tensor): Tensor =>
  sqrt(addScalar(meanOfRows(multiply(centred, centred)), epsilon));

/** Each column with mean 0 and variance nearly 1. */
function normalized(z: Tensor): Tensor {
  const centred = subtract(z, meanOfRows(z));
  return divide(centred, deviation(centred));
}

/** A 1 in column i mod k of row i, and 0 elsewhere: what the network is to say. */
function targetsLike({ dtype, shape }: Tensor): Tensor {
  const [n, k] = shape as [number, number];
  const data = Array.from({ length: n * k }, (_, at) => (at % k === Math.floor(at / k) % k ? 1 : 0));
  return Tensor.fromData({ dtype, shape, data });
}

/** Layer 1, Z = XW + b with X of shape (n, d), W (d, h) and b (h): the adjoint of X. outGrad is that of Z. */
export function firstInput(outGrad: Tensor, _x: Tensor, w: Tensor, _b: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of x, of shape (n, d)
  return matmul(outGrad, transpose(w));
  // END SOLUTION
}

/** Layer 1, Z = XW + b: the adjoint of W. */
export function firstWeights(outGrad: Tensor, x: Tensor, _w: Tensor, _b: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of w, of shape (d, h)
  return matmul(transpose(x), outGrad);
  // END SOLUTION
}

/** Layer 1, Z = XW + b: the adjoint of b. */
export function firstBias(outGrad: Tensor, _x: Tensor, _w: Tensor, _b: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of b, of shape (h)
  return summation(outGrad, 0);
  // END SOLUTION
}

/** Layer 1, H = relu(Z): the adjoint of Z. At 0 take the slope 0. */
export function relu(outGrad: Tensor, z: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of z; mask(z, (each) => …) gives a number for each entry
  return masked(
    outGrad,
    mask(z, (each) => (each > 0 ? 1 : 0)),
  );
  // END SOLUTION
}

/** Layer 2, Z = XWᵀ + b with X of shape (n, h), W (m, h), as PyTorch keeps it, and b (1, m): the adjoint of X. */
export function secondInput(outGrad: Tensor, _x: Tensor, w: Tensor, _b: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of x, of shape (n, h)
  return matmul(outGrad, w);
  // END SOLUTION
}

/** Layer 2, Z = XWᵀ + b: the adjoint of W. */
export function secondWeights(outGrad: Tensor, x: Tensor, _w: Tensor, _b: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of w, of shape (m, h)
  return matmul(transpose(outGrad), x);
  // END SOLUTION
}

/** Layer 2, Z = XWᵀ + b: the adjoint of b. */
export function secondBias(outGrad: Tensor, _x: Tensor, _w: Tensor, _b: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of b, of shape (1, m)
  return summation(outGrad, 0, true);
  // END SOLUTION
}

/** Layer 2, T = tanh(Z): the adjoint of Z. */
export function tanh(outGrad: Tensor, z: Tensor): Tensor {
  const t = tanhOf(z);
  // BEGIN SOLUTION: return the adjoint of z, made of outGrad and t
  return multiply(outGrad, addScalar(negate(multiply(t, t)), 1));
  // END SOLUTION
}

/** Layer 3, Z = TVVᵀ with T of shape (n, m) and V (m, k): the adjoint of T. */
export function thirdInput(outGrad: Tensor, _t: Tensor, v: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of t, of shape (n, m)
  return matmul(matmul(outGrad, v), transpose(v));
  // END SOLUTION
}

/** Layer 3, Z = TVVᵀ: the adjoint of V, which stands in Z twice. */
export function thirdWeights(outGrad: Tensor, t: Tensor, v: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of v, of shape (m, k)
  const asFirst = matmul(transpose(t), matmul(outGrad, v));
  const asSecond = matmul(transpose(outGrad), matmul(t, v));
  return add(asFirst, asSecond);
  // END SOLUTION
}

/** Layer 3, C = Z − mean of its rows: the adjoint of Z. */
export function centre(outGrad: Tensor, _z: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of z
  return subtract(outGrad, meanOfRows(outGrad));
  // END SOLUTION
}

/** Layer 3, N = C/s, where s = √(mean of the rows of C² + ε) has one number per column: the adjoint of C. */
export function scale(outGrad: Tensor, c: Tensor): Tensor {
  const s = deviation(c);
  const n = divide(c, s);
  // BEGIN SOLUTION: return the adjoint of c, made of outGrad, n and s
  return divide(subtract(outGrad, multiply(n, meanOfRows(multiply(outGrad, n)))), s);
  // END SOLUTION
}

/** Layer 3, both steps at once, N = normalized(Z): the adjoint of Z. */
export function normalize(outGrad: Tensor, z: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of z, with the rules of both steps
  return centre(scale(outGrad, subtract(z, meanOfRows(z))), z);
  // END SOLUTION
}

/** Layer 3, G = g·N + b with N of shape (n, m), g and b (m): the adjoints of N, g and b. */
export function gain(outGrad: Tensor, n: Tensor, g: Tensor, _b: Tensor): readonly [Tensor, Tensor, Tensor] {
  // BEGIN SOLUTION: return the adjoints of n, g and b
  return [multiply(outGrad, g), summation(multiply(outGrad, n), 0), summation(outGrad, 0)];
  // END SOLUTION
}

/** All of layer 3, H = T + g·normalized(TVVᵀ) + b: the adjoints of T, V, g and b. */
export function residual(
  outGrad: Tensor,
  t: Tensor,
  v: Tensor,
  g: Tensor,
  b: Tensor,
): readonly [Tensor, Tensor, Tensor, Tensor] {
  const z = matmul(matmul(t, v), transpose(v));
  // BEGIN SOLUTION: return the adjoints of t, v, g and b, with your rules of layer 3
  const [ofN, ofG, ofB] = gain(outGrad, normalized(z), g, b);
  const ofZ = normalize(ofN, z);
  return [add(outGrad, thirdInput(ofZ, t, v)), thirdWeights(ofZ, t, v), ofG, ofB];
  // END SOLUTION
}

/** Layer 4, Z = S/τ with S of shape (n, k) and a temperature τ of shape (): the adjoints of S and τ. */
export function temperature(outGrad: Tensor, s: Tensor, tau: Tensor): readonly [Tensor, Tensor] {
  // BEGIN SOLUTION: return the adjoints of s and tau
  const ofTau = negate(divide(summation(multiply(outGrad, s)), multiply(tau, tau)));
  return [divide(outGrad, tau), ofTau];
  // END SOLUTION
}

/** The loss, l = ln Σ exp(Z) of each row, of shape (n, 1): the adjoint of Z, of shape (n, k). */
export function logSumExp(outGrad: Tensor, z: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of z, without an exponential that overflows
  return multiply(outGrad, softmax(z, 1));
  // END SOLUTION
}

/** The loss, Y = Z − ln Σ exp(Z), row by row: the adjoint of Z. */
export function logSoftmax(outGrad: Tensor, z: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of z, with the rule of logSumExp
  return subtract(outGrad, logSumExp(summation(outGrad, 1, true), z));
  // END SOLUTION
}

/** The loss, one number per row, −Σ targets·Y along it, of shape (n): the adjoint of Y, of shape (n, k). */
export function picked(outGrad: Tensor, y: Tensor): Tensor {
  const targets = targetsLike(y);
  // BEGIN SOLUTION: return the adjoint of y
  return negate(transpose(multiply(transpose(targets), outGrad)));
  // END SOLUTION
}

/** The loss, L = the mean of the n losses of the rows: their adjoint. outGrad has shape (). */
export function meanLoss(outGrad: Tensor, losses: Tensor): Tensor {
  // BEGIN SOLUTION: return the adjoint of the losses, of shape (n)
  const n = rows(losses);
  const each = Tensor.fromData({ dtype: losses.dtype, shape: [n], data: new Array<number>(n).fill(1 / n) });
  return multiply(outGrad, each);
  // END SOLUTION
}

/** The loss as a whole, L = −(1/n)·Σ targets·ln softmax(Z): the adjoint of Z. */
export function crossEntropy(outGrad: Tensor, z: Tensor): Tensor {
  const targets = targetsLike(z);
  // BEGIN SOLUTION: return the adjoint of z, in one line
  return multiply(outGrad, divideScalar(subtract(softmax(z, 1), targets), rows(z)));
  // END SOLUTION
}

/**
 * The adjoints of all ten inputs of the network, in their order, for outGrad of shape ():
 *
 *     H1 = relu(X·W1 + b1)                          (n, h)
 *     H2 = tanh(H1·W2ᵀ + b2)                        (n, m)
 *     H3 = H2 + g·normalized(H2·V·Vᵀ) + b3          (n, m)
 *     L = crossEntropy(H3·W4/τ)                     ()
 */
export function loss(
  outGrad: Tensor,
  x: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  b2: Tensor,
  v: Tensor,
  g: Tensor,
  b3: Tensor,
  w4: Tensor,
  tau: Tensor,
): readonly Tensor[] {
  const z1 = add(matmul(x, w1), b1);
  const h1 = reluOf(z1);
  const z2 = add(matmul(h1, transpose(w2)), b2);
  const h2 = tanhOf(z2);
  const h3 = add(h2, add(multiply(g, normalized(matmul(matmul(h2, v), transpose(v)))), b3));
  const s = matmul(h3, w4);
  // BEGIN SOLUTION: return the adjoints of x, w1, b1, w2, b2, v, g, b3, w4 and tau; layer 4 has no b, and `matmul` is as in layer 1
  const [ofS, ofTau] = temperature(crossEntropy(outGrad, divide(s, tau)), s, tau);
  const [ofH3, ofW4] = [matmul(ofS, transpose(w4)), matmul(transpose(h3), ofS)];
  const [ofH2, ofV, ofG, ofB3] = residual(ofH3, h2, v, g, b3);
  const ofZ2 = tanh(ofH2, z2);
  const ofZ1 = relu(secondInput(ofZ2, h1, w2, b2), z1);
  return [
    firstInput(ofZ1, x, w1, b1),
    firstWeights(ofZ1, x, w1, b1),
    firstBias(ofZ1, x, w1, b1),
    secondWeights(ofZ2, h1, w2, b2),
    secondBias(ofZ2, h1, w2, b2),
    ofV,
    ofG,
    ofB3,
    ofW4,
    ofTau,
  ];
  // END SOLUTION
}
