import { add, addScalar, multiply, negate, sigmoid, type Tensor, tanh } from 'backproof/engine';

export function swish(outGrad: Tensor, x: Tensor): Tensor {
  const s = sigmoid(x);
  const slope = add(s, multiply(x, multiply(s, addScalar(negate(s), 1))));
  return multiply(outGrad, slope);
}

export function tanhshrink(outGrad: Tensor, x: Tensor): Tensor {
  return multiply(outGrad, addScalar(negate(multiply(tanh(x), tanh(x))), 1));
}
