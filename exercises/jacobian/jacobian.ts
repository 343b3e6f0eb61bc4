/** Jacobians, entry by entry, and a vector-Jacobian product without one. */
import { NotImplemented, Tensor } from 'backproof/engine';

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
  // TODO: return [matrix(1, 1, () => ∂f/∂x), matrix(1, 1, () => ∂f/∂y)], written with the numbers a and b
  throw new NotImplemented('scalar');
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
    // TODO: return ∂Y[i,j]/∂X[p,q]; entry [q, j] of W is entriesOfW[q * m + j]
    throw new NotImplemented('byX');
  });
}

/** The Jacobian of Y = XW + b by W: n·m rows, k·m columns. */
export function byW(x: Tensor, w: Tensor, _b: Tensor): Tensor {
  const [n, k] = sizes(x);
  const [, m] = sizes(w);
  // TODO: return the Jacobian, with `matrix` and `entries`
  throw new NotImplemented('byW');
}

/** The Jacobian of Y = XW + b by b, of shape (m): n·m rows, m columns. */
export function byB(x: Tensor, w: Tensor, _b: Tensor): Tensor {
  const [n] = sizes(x);
  const [, m] = sizes(w);
  // TODO: return the Jacobian
  throw new NotImplemented('byB');
}

/** JᵀΔ of Y = XW + b by X, W and b, for Δ = outGrad of shape (n, m). No Jacobian is made: use tensor functions. */
export function vjp(outGrad: Tensor, x: Tensor, w: Tensor, _b: Tensor): readonly [Tensor, Tensor, Tensor] {
  // TODO: return the adjoints of x, w and b, each of the shape of its input
  throw new NotImplemented('vjp');
}

/** The Jacobian of z = sin(Wx) by x, for W of shape (m, k) and x of shape (k): m rows, k columns. */
export function chain(w: Tensor, x: Tensor): Tensor {
  const [m, k] = sizes(w);
  const [entriesOfW, entriesOfX] = [entries(w), entries(x)];
  // TODO: return the product of the Jacobian of z by u = Wx with that of u by x
  throw new NotImplemented('chain');
}

/** The Jacobian of y = x + A·sin x by x, for A of shape (n, n): two paths lead from x to y. */
export function paths(a: Tensor, x: Tensor): Tensor {
  const [n] = sizes(a);
  const [entriesOfA, entriesOfX] = [entries(a), entries(x)];
  // TODO: return the sum of the Jacobians of both paths
  throw new NotImplemented('paths');
}
