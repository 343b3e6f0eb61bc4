import { formatShape, sameShape, sizeOf } from '../../case/shape.js';
import type { TensorData } from '../../case/tensor-data.js';
import { nameIn } from '../asked.js';
import type { Gradients, Question } from '../subject.js';

/** What is wrong with the form of an answer, in a sentence. */
export function formProblem(
  gradients: readonly Gradients[],
  { inputs, differentiable, cotangents }: Question,
  names: readonly string[],
): string | undefined {
  if (gradients.length !== cotangents.length)
    return `expected the gradients of ${cotangents.length} cotangents, got ${gradients.length}`;
  for (const list of gradients) {
    if (list.length !== inputs.length)
      return `expected ${inputs.length} gradients, one per input, got ${list.length}`;
    for (const [input, wanted] of inputs.entries()) {
      const problem = differentiable[input]
        ? problemOf(list[input], wanted, nameIn(names, input))
        : undefined;
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

function problemOf(
  got: TensorData | null | undefined,
  { shape, dtype }: TensorData,
  name: string,
): string | undefined {
  const which = `the gradient by ${name}`;
  if (got === null || got === undefined)
    return `${which} is missing; return zeros if the function does not depend on it`;
  if (!sameShape(got.shape, shape))
    return `${which} has the shape ${formatShape(got.shape)}; expected ${formatShape(shape)}, the shape of ${name}`;
  if (got.data.length !== sizeOf(shape))
    return `${which} has ${got.data.length} entries; expected ${sizeOf(shape)}`;
  return got.dtype === dtype
    ? undefined
    : `${which} is ${got.dtype}; expected ${dtype}, the dtype of ${name}`;
}
