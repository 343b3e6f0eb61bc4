import type { Program } from '../case/program.js';
import { apply, type Functions, functions } from './ops/by-name.js';
import type { Tensor } from './tensor/tensor.js';

/** Runs a program on its inputs and returns its outputs. */
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
