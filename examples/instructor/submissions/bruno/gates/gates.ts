import { multiply, sigmoid, type Tensor, tanh } from 'backproof/engine';

export function swish(outGrad: Tensor, x: Tensor): Tensor {
  return multiply(outGrad, sigmoid(x));
}

export function tanhshrink(outGrad: Tensor, x: Tensor): Tensor {
  return multiply(outGrad, multiply(tanh(x), tanh(x)));
}
