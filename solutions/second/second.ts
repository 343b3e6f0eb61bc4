/** Rules that can be differentiated again, and second derivatives by hand. */
import {
  add,
  type Context,
  divide,
  divideScalar,
  Function,
  mulScalar,
  multiply,
  powerScalar,
  reshape,
  slice,
  sqrt,
  subtract,
  summation,
  Tensor,
  tanh,
} from 'backproof/engine';

class Tanh extends Function {
  static forward(ctx: Context, x: Tensor): Tensor {
    const y = tanh(x);
    ctx.saveForBackward(y);
    return y;
  }

  static backward(ctx: Context, outGrad: Tensor): Tensor {
    const [y] = ctx.savedTensors as [Tensor];
    return subtract(outGrad, multiply(outGrad, multiply(y, y)));
  }
}

/** y = tanh x; its rule uses y. */
export const hyperbolic = (x: Tensor): Tensor => Tanh.apply(x);

class Sqrt extends Function {
  static forward(ctx: Context, x: Tensor): Tensor {
    const y = sqrt(x);
    ctx.saveForBackward(y);
    return y;
  }

  static backward(ctx: Context, outGrad: Tensor): Tensor {
    const [y] = ctx.savedTensors as [Tensor];
    return divideScalar(divide(outGrad, y), 2);
  }
}

/** y = √x, for x > 0; its rule uses y. */
export const root = (x: Tensor): Tensor => Sqrt.apply(x);

class Cube extends Function {
  static forward(ctx: Context, x: Tensor): Tensor {
    ctx.saveForBackward(x);
    return powerScalar(x, 3);
  }

  static backward(ctx: Context, outGrad: Tensor): Tensor {
    const [x] = ctx.savedTensors as [Tensor];
    return multiply(outGrad, mulScalar(multiply(x, x), 3));
  }
}

/** y = x³. */
export const cube = (x: Tensor): Tensor => Cube.apply(x);

/** The gradient of f(x) = ¼·(xᵀx)², and its Hessian times v: both of the shape of x, (n). The Hessian is not made. */
export function hessianVector(x: Tensor, v: Tensor): readonly [Tensor, Tensor] {
  const [xx, xv] = [summation(multiply(x, x)), summation(multiply(x, v))];
  const hv = add(multiply(xx, v), mulScalar(multiply(xv, x), 2));
  return [multiply(xx, x), hv];
}

/** The Hessian of f(x) = ln Σ exp(x), for x of shape (n): n rows and n columns. */
export function hessianOfLogsumexp(x: Tensor): Tensor {
  const entries = x.toData().data;
  const n = entries.length;
  const largest = Math.max(...entries);
  const powers = entries.map((entry) => Math.exp(entry - largest));
  const sum = powers.reduce((total, each) => total + each, 0);
  const p = powers.map((power) => power / sum);
  const data = p.flatMap((a, i) => p.map((b, j) => (i === j ? a - a * b : -a * b)));
  return Tensor.fromData({ dtype: 'float64', shape: [n, n], data });
}

/**
 * The rule of z = a·b as a function of its own: of delta, the adjoint of z, and of a and b it makes the rows delta·b and
 * delta·a. delta, a and b have shape (n). outGrad has shape (2, n): a row for each of the two adjoints.
 */
export function vjpOfVjp(outGrad: Tensor, delta: Tensor, a: Tensor, b: Tensor): readonly Tensor[] {
  const [n] = delta.shape as [number];
  const [u, w] = [0, 1].map((row) => reshape(slice(outGrad, [row, 0], [row + 1, n]), [n])) as [
    Tensor,
    Tensor,
  ];
  return [add(multiply(u, b), multiply(w, a)), multiply(w, delta), multiply(u, delta)];
}
