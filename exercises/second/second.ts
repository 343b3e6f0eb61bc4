/** Rules that can be differentiated again, and second derivatives by hand. */
import {
  type Context,
  Function,
  multiply,
  NotImplemented,
  powerScalar,
  reshape,
  slice,
  sqrt,
  summation,
  type Tensor,
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
    // TODO: return the adjoint of x, made of outGrad and y
    throw new NotImplemented('hyperbolic');
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
    // TODO: return the adjoint of x, made of outGrad and y
    throw new NotImplemented('root');
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
    // TODO: return the adjoint of x
    throw new NotImplemented('cube');
  }
}

/** y = x³. */
export const cube = (x: Tensor): Tensor => Cube.apply(x);

/** The gradient of f(x) = ¼·(xᵀx)², and its Hessian times v: both of the shape of x, (n). The Hessian is not made. */
export function hessianVector(x: Tensor, v: Tensor): readonly [Tensor, Tensor] {
  const [xx, xv] = [summation(multiply(x, x)), summation(multiply(x, v))];
  // TODO: return [∇f, Hv], made of x, v, xᵀx and xᵀv
  throw new NotImplemented('hessianVector');
}

/** The Hessian of f(x) = ln Σ exp(x), for x of shape (n): n rows and n columns. */
export function hessianOfLogsumexp(x: Tensor): Tensor {
  const entries = x.toData().data;
  const n = entries.length;
  const largest = Math.max(...entries);
  const powers = entries.map((entry) => Math.exp(entry - largest));
  const sum = powers.reduce((total, each) => total + each, 0);
  // TODO: return the matrix, made of numbers: `Tensor.fromData({ dtype: 'float64', shape: [n, n], data })`
  throw new NotImplemented('hessianOfLogsumexp');
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
  // TODO: return the adjoints of delta, a and b, made of u, the adjoint of delta·b, and w, that of delta·a
  throw new NotImplemented('vjpOfVjp');
}
