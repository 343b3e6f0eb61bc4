/** Some of a case's steps as a case of their own, at the values that they have there. */
import { at, entry } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import { dtypeOf, outputTypes, type Program, shapesOf } from '../../case/program.js';
import { sizeOf } from '../../case/shape.js';
import { type TensorData, type TensorType, tensorData } from '../../case/tensor-data.js';
import type { Id, Step } from '../../case/vocabulary.js';
import { evaluate, float64 } from '../../reference/index.js';

/** What cuts a case up: its steps, by index. */
export type Cutter = (kept: readonly number[]) => Case;

/**
 * Pieces of a case of first order. What a step reads that is not in the piece is an input, and holds the reference's value; an
 * output is what no step of the piece reads, and what the case returns. The steps between are given no cotangent.
 */
export function cutterOf(testCase: Case): Cutter {
  const { program } = testCase;
  const values = evaluate(
    program,
    testCase.inputs.map(({ data }) => data),
    float64,
  );
  const shapes = shapesOf(program);
  const dtype = dtypeOf(program);
  const held = (id: Id): TensorData =>
    testCase.inputs[id] ?? tensorData(dtype, at(shapes, id), Array.from(at(values, id)));
  return (kept) => {
    const { inputs, outputs } = boundary(program, kept);
    const own = kept.map((index) => index + program.inputs.length);
    const ids = new Map([...inputs, ...own].map((id, place) => [id, place]));
    const renamed = (list: readonly Id[]) => list.map((id) => entry(ids, id));
    const steps = kept.map((index) => {
      const step = at(program.steps, index);
      return { ...step, args: renamed(step.args) } as unknown as Step;
    });
    const tensors = inputs.map(held);
    const piece: Program = {
      inputs: tensors.map(({ shape }) => ({ dtype, shape })),
      steps,
      outputs: renamed(outputs),
    };
    const cotangents = testCase.cotangents.map((list, round) =>
      outputTypes(piece).map((type, place) => {
        const given = program.outputs.indexOf(at(outputs, place));
        return given === -1 ? cotangentOf(type, round + place) : at(list, given);
      }),
    );
    return { ...testCase, program: piece, inputs: tensors, cotangents };
  };
}

function boundary({ inputs, steps, outputs }: Program, kept: readonly number[]) {
  const own = new Set(kept.map((index) => index + inputs.length));
  const read = new Set(kept.flatMap((index) => at(steps, index).args));
  return {
    inputs: [...read].filter((id) => !own.has(id)).sort((a, b) => a - b),
    outputs: [...own].filter((id) => !read.has(id) || outputs.includes(id)),
  };
}

/** Signed short decimals without 0, 1 and -1. */
const weights = [2, -3, 5, -1.5, -2, 3, 4, -2.5, -5, 1.5, 0.5];

/** Not periodic with any axis of usual size, and never constant. */
export const cotangentOf = ({ dtype, shape }: TensorType, round: number): TensorData =>
  tensorData(
    dtype,
    shape,
    Array.from({ length: sizeOf(shape) }, (_, k) =>
      at(weights, (7 * k + 3 * round + (k >> 4)) % weights.length),
    ),
  );
