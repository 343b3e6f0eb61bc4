import { type Shape, sizeOf } from '../../case/shape.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import type { Random } from '../tensor/random.js';
import { Tensor, type TensorOptions } from '../tensor/tensor.js';

/** Entries between `low` and `high`, all equally likely. */
export const uniform = (
  shape: Shape,
  random: Random,
  { low = 0, high = 1, ...options }: TensorOptions & { readonly low?: number; readonly high?: number } = {},
): Tensor => drawn(shape, () => random.uniform(low, high), options);

/** Entries from a normal distribution. */
export const normal = (
  shape: Shape,
  random: Random,
  {
    mean = 0,
    deviation = 1,
    ...options
  }: TensorOptions & { readonly mean?: number; readonly deviation?: number } = {},
): Tensor => drawn(shape, () => random.normal(mean, deviation), options);

function drawn(
  shape: Shape,
  draw: () => number,
  { dtype = 'float64', requiresGrad = false }: TensorOptions,
): Tensor {
  const data = allocate(dtype, sizeOf(shape)).map(draw);
  return Tensor.of(new NDArray(dtype, shape, data), requiresGrad);
}
