import type { Program } from '../case/program.js';
import { apply, type Functions, functions } from './ops/by-name.js';
import type { Tensor } from './tensor/tensor.js';

/** The outputs of a program, of which every step is a call of an op's function. @param inputs one per input of the program */
export function interpret(
  program: Program,
  inputs: readonly Tensor[],
  table: Functions = functions,
): Tensor[] {
  const values = [...inputs];
  const valuesOf = (ids: readonly number[]) => ids.map((id) => values[id] as Tensor);
  for (const step of program.steps) values.push(apply(step, valuesOf(step.args), table));
  return valuesOf(program.outputs);
}
