/** A program: a typed DAG of steps. It cannot hold a cycle, because ids refer only backwards. */
import { at } from './at.js';
import type { Shape } from './shape.js';
import { ShapeError } from './shape.js';
import type { DType, TensorType } from './tensor-data.js';
import { type Id, inferShape, type Step } from './vocabulary.js';

/** A typed graph of ops, as data. Ids are positions: the inputs first, then the steps. */
export interface Program {
  readonly inputs: readonly TensorType[];
  readonly steps: readonly Step[];
  /** The ids whose values the program returns; usually the last step alone. */
  readonly outputs: readonly Id[];
}

/** Every answer to a case is held against them: they are kept as long as its program. */
const known = new WeakMap<Program, readonly Shape[]>();

/** The shape of every id, inputs first. @throws {ShapeError} naming the step whose arguments do not fit. */
export function shapesOf(program: Program): readonly Shape[] {
  const found = known.get(program) ?? inferred(program);
  known.set(program, found);
  return found;
}

function inferred(program: Program): Shape[] {
  const shapes = program.inputs.map((input) => input.shape);
  program.steps.forEach((step, index) => {
    const args = step.args.map((id) => {
      const shape = shapes[id];
      if (shape === undefined)
        throw new ShapeError(`step ${index} (${step.op}) refers to id ${id}, which comes later`);
      return shape;
    });
    shapes.push(inferShape(step, args));
  });
  return shapes;
}

/** The distinct ops of a program, in order of first use. */
export const opsOf = (program: Program): Step['op'][] => [...new Set(program.steps.map((step) => step.op))];

/** The types of the outputs: all ids share the inputs' dtype. */
export function outputTypes(program: Program): TensorType[] {
  const shapes = shapesOf(program);
  const dtype = dtypeOf(program);
  return program.outputs.map((id) => ({ dtype, shape: at(shapes, id) }));
}

/** All inputs of a program share one dtype; a program without inputs counts as float64. */
export const dtypeOf = (program: Program): DType => program.inputs[0]?.dtype ?? 'float64';
