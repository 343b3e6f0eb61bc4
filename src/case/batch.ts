/** A batch of cotangents: a list of them as tensors with one more axis, in front, and back. */
import type { TensorData } from './tensor-data.js';

/** For each output, its cotangents as one tensor with an axis in front. */
export const stacked = ([first = [], ...others]: readonly (readonly TensorData[])[]): TensorData[] =>
  first.map(({ dtype, shape, data }, output) => ({
    dtype,
    shape: [1 + others.length, ...shape],
    data: [data, ...others.map((list) => (list[output] as TensorData).data)].flat(),
  }));

/** What is wrong with gradients of a batch of so many cotangents; undefined if each has that axis in front. */
export function batchProblem(gradients: readonly (TensorData | null)[], count: number): string | undefined {
  for (const each of gradients)
    if (each !== null && each.shape[0] !== count)
      return `expected gradients with an axis of ${count} in front, as the batch has; got the shape (${each.shape.join(',')})`;
  return undefined;
}

/** One slice of a batch of so many. */
export function sliceOf({ dtype, shape, data }: TensorData, index: number, count: number): TensorData {
  const size = data.length / count;
  return { dtype, shape: shape.slice(1), data: data.slice(index * size, (index + 1) * size) };
}
