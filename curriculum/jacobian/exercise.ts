/** Jacobians, entry by entry, and a vector-Jacobian product without one. */
import { matmul, summation, Tensor, transpose } from 'backproof/engine';

/** A matrix whose entry in each row and column is what `entry` says. */
function matrix(rows: number, columns: number, entry: (row: number, column: number) => number): Tensor {
  const data = Array.from({ length: rows * columns }, (_, at) =>
    entry(Math.floor(at / columns), at % columns),
  );
  return Tensor.fromData({ dtype: 'float64', shape: [rows, columns], data });
}

/** The entries of a tensor in row-major order: entry [i, j] of a matrix with m columns is number i·m + j. */
const entries = (tensor: Tensor): readonly number[] => tensor.toData().data;

/** How many rows and columns a matrix has. */
const sizes = (tensor: Tensor): readonly [number, number] => tensor.shape as [number, number];

/** The Jacobians of f(x, y) = x·y + sin x by x and by y, each a matrix of one row and one column. */
export function scalar(x: Tensor, y: Tensor): readonly [Tensor, Tensor] {
  const [a, b] = [entries(x)[0] as number, entries(y)[0] as number];
  // BEGIN SOLUTION: return [matrix(1, 1, () => ∂f/∂x), matrix(1, 1, () => ∂f/∂y)], written with the numbers a and b
  return [matrix(1, 1, () => b + Math.cos(a)), matrix(1, 1, () => a)];
  // END SOLUTION
}

/** The Jacobian of Y = XW + b by X, for X of shape (n, k) and W of shape (k, m): n·m rows, n·k columns. */
export function byX(x: Tensor, w: Tensor, _b: Tensor): Tensor {
  const [n, k] = sizes(x);
  const [, m] = sizes(w);
  const entriesOfW = entries(w);
  return matrix(n * m, n * k, (row, column) => {
    // Row number `row` is entry [i, j] of Y, column number `column` is entry [p, q] of X.
    const [i, j] = [Math.floor(row / m), row % m];
    const [p, q] = [Math.floor(column / k), column % k];
    // BEGIN SOLUTION: return ∂Y[i,j]/∂X[p,q]; entry [q, j] of W is entriesOfW[q * m + j]
    return i === p ? (entriesOfW[q * m + j] as number) : 0;
    // END SOLUTION
  });
}

/** The Jacobian of Y = XW + b by W: n·m rows, k·m columns. */
export function byW(x: Tensor, w: Tensor, _b: Tensor): Tensor {
  const [n, k] = sizes(x);
  const [, m] = sizes(w);
  // BEGIN SOLUTION: return the Jacobian, with `matrix` and `entries`
  const entriesOfX = entries(x);
  return matrix(n * m, k * m, (row, column) => {
    const [i, j] = [Math.floor(row / m), row % m];
    const [p, q] = [Math.floor(column / m), column % m];
    return j === q ? (entriesOfX[i * k + p] as number) : 0;
  });
  // END SOLUTION
}

/** The Jacobian of Y = XW + b by b, of shape (m): n·m rows, m columns. */
export function byB(x: Tensor, w: Tensor, _b: Tensor): Tensor {
  const [n] = sizes(x);
  const [, m] = sizes(w);
  // BEGIN SOLUTION: return the Jacobian
  return matrix(n * m, m, (row, column) => (row % m === column ? 1 : 0));
  // END SOLUTION
}

/** JᵀΔ of Y = XW + b by X, W and b, for Δ = outGrad of shape (n, m). No Jacobian is made: use tensor functions. */
export function vjp(outGrad: Tensor, x: Tensor, w: Tensor, _b: Tensor): readonly [Tensor, Tensor, Tensor] {
  // BEGIN SOLUTION: return the adjoints of x, w and b, each of the shape of its input
  return [matmul(outGrad, transpose(w)), matmul(transpose(x), outGrad), summation(outGrad, 0)];
  // END SOLUTION
}

/** The Jacobian of z = sin(Wx) by x, for W of shape (m, k) and x of shape (k): m rows, k columns. */
export function chain(w: Tensor, x: Tensor): Tensor {
  const [m, k] = sizes(w);
  const [entriesOfW, entriesOfX] = [entries(w), entries(x)];
  // BEGIN SOLUTION: return the product of the Jacobian of z by u = Wx with that of u by x
  const u = Array.from({ length: m }, (_, i) =>
    entriesOfX.reduce((sum, entry, j) => sum + (entriesOfW[i * k + j] as number) * entry, 0),
  );
  return matrix(m, k, (i, j) => Math.cos(u[i] as number) * (entriesOfW[i * k + j] as number));
  // END SOLUTION
}

/** The Jacobian of y = x + A·sin x by x, for A of shape (n, n): two paths lead from x to y. */
export function paths(a: Tensor, x: Tensor): Tensor {
  const [n] = sizes(a);
  const [entriesOfA, entriesOfX] = [entries(a), entries(x)];
  // BEGIN SOLUTION: return the sum of the Jacobians of both paths
  return matrix(
    n,
    n,
    (i, j) => (i === j ? 1 : 0) + (entriesOfA[i * n + j] as number) * Math.cos(entriesOfX[j] as number),
  );
  // END SOLUTION
}
