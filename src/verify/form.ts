/** Arity, shape and dtype of what an implementation returned. */
import type { Case } from '../program/case.js';
import type { Done } from '../program/implementation.js';
import { nameOf } from '../program/print.js';
import { outputTypes, type Program } from '../program/program.js';
import { formatShape, sameShape } from '../program/shape.js';
import type { TensorData } from '../program/tensor-data.js';

/** The first thing wrong with a list of values or gradients, in a sentence that names the output or input. */
export function formProblem(
  tensors: readonly TensorData[],
  program: Program,
  what: 'value' | 'gradient',
): string | undefined {
  const types = what === 'value' ? outputTypes(program) : program.inputs;
  const owner = what === 'value' ? 'output' : 'input';
  if (tensors.length !== types.length) {
    return `expected ${types.length} ${what}s, one an ${owner}, got ${tensors.length}`;
  }
  for (const [index, { dtype, shape }] of types.entries()) {
    const got = tensors[index] as TensorData;
    const name = nameOf(what === 'value' ? (program.outputs[index] as number) : index);
    if (!sameShape(got.shape, shape)) {
      return `the ${what} of ${owner} ${name} has the shape ${formatShape(got.shape)}; expected ${formatShape(shape)}, the shape of ${name}`;
    }
    if (got.dtype !== dtype) {
      return `the ${what} of ${owner} ${name} is ${got.dtype}; expected ${dtype}, the dtype of ${name}`;
    }
  }
  return undefined;
}

/** The first thing wrong with the form of an answer to a case. */
export function answerProblem({ values, vjps }: Done, { program, cotangents }: Case): string | undefined {
  return formProblem(values, program, 'value') ?? vjpsProblem(vjps, program, cotangents.length);
}

/** The first thing wrong with the gradients for so many cotangents. */
export function vjpsProblem(vjps: Done['vjps'], program: Program, cotangents: number): string | undefined {
  if (vjps.length !== cotangents)
    return `expected the gradients of ${cotangents} cotangents, got ${vjps.length}`;
  for (const gradients of vjps) {
    const problem = formProblem(gradients, program, 'gradient');
    if (problem !== undefined) return problem;
  }
  return undefined;
}
