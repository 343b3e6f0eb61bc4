import { allocate, NDArray } from '../tensor/ndarray.js';
import { Tensor, type TensorOptions } from '../tensor/tensor.js';

/**
 * One row per label: 1 in the label's column, else 0. The shape is (labels, classes).
 * @throws {RangeError} when a label is not an integer from 0 to below `classes`
 */
export function oneHot(
  classes: number,
  labels: readonly number[],
  { dtype = 'float64', requiresGrad = false }: TensorOptions = {},
): Tensor {
  const data = allocate(dtype, labels.length * classes);
  labels.forEach((label, row) => {
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(`oneHot: label ${label} at ${row} is none of the classes 0 … ${classes - 1}`);
    }
    data[row * classes + label] = 1;
  });
  return Tensor.of(new NDArray(dtype, [labels.length, classes], data), requiresGrad);
}
