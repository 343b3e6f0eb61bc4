/** Two gates, entry by entry. */
import { add, addScalar, multiply, negate, sigmoid, type Tensor, tanh } from 'backproof/engine';

/** The adjoint of x, where y = x · sigmoid(x). */
export function swish(outGrad: Tensor, x: Tensor): Tensor {
  const s = sigmoid(x);
  return multiply(outGrad, add(s, multiply(multiply(x, s), addScalar(negate(s), 1))));
}

/** The adjoint of x, where y = x − tanh(x). */
export function tanhshrink(outGrad: Tensor, x: Tensor): Tensor {
  const t = tanh(x);
  return multiply(outGrad, multiply(t, t));
}
