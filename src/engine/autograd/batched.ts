/** The gradients of several cotangents together, as PyTorch's `is_grads_batched` and JAX's `vmap` of a VJP give them. */
import { at } from '../../case/at.js';
import { formatShape, ShapeError } from '../../case/shape.js';
import { split, stack } from '../ops/joining.js';
import type { Tensor } from '../tensor/tensor.js';
import { type GradOptions, grad } from './grad.js';

/**
 * As `grad`, for a batch: each outGrad has an axis of n in front of its output's shape, and so has each gradient. It
 * saves no time: reverse mode runs n times, once per cotangent.
 * @throws {ShapeError} unless all outGrads have the same n ≥ 1 in front
 */
export function gradBatched(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  { outGrads, ...options }: Omit<GradOptions, 'outGrads'> & { readonly outGrads: readonly Tensor[] },
): Tensor[] {
  const size = batchSizeOf(outGrads);
  const parts = outGrads.map((each) => [...split(each, 0)]);
  const one = (index: number) =>
    grad(outputs, inputs, {
      ...options,
      outGrads: parts.map((tensors) => at(tensors, index)),
      retainGraph: options.retainGraph === true || index < size - 1,
    });
  const gradients = Array.from({ length: size }, (_, index) => one(index));
  return inputs.map((_, input) => stack(gradients.map((each) => at(each, input))));
}

function batchSizeOf(outGrads: readonly Tensor[]): number {
  const sizes = new Set(outGrads.map(({ shape }) => shape[0]));
  const [size = 0] = sizes;
  if (sizes.size === 1 && size > 0) return size;
  const shapes = outGrads.map(({ shape }) => formatShape(shape)).join(', ');
  throw new ShapeError(
    `gradBatched: expected outGrads with the same n ≥ 1 in front, one for each cotangent, got ${shapes || 'none'}`,
  );
}
