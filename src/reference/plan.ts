/** What can be worked out about a program before its inputs are known: shapes, kernels, dependencies. */
import { type Program, shapesOf } from '../program/program.js';
import { type Shape, sizeOf } from '../program/shape.js';
import type { Step } from '../program/step.js';
import { float64 } from './arithmetic.js';
import { type Group, groupsOf } from './dependencies.js';
import { type Kernel, kernelOf } from './kernels.js';

export interface StepPlan {
  readonly step: Step;
  /** Of the arguments. */
  readonly shapes: readonly Shape[];
  readonly kernel: Kernel<number>;
  /** For each argument, the groups of entries that can be varied together. */
  readonly groups: readonly (readonly Group[])[];
  /** For each argument, how many output entries one of its entries reaches at most. */
  readonly fanIn: readonly number[];
  readonly size: number;
}

export interface Plan {
  readonly program: Program;
  readonly shapes: readonly Shape[];
  readonly steps: readonly StepPlan[];
}

/** The plan of a program. @throws {ShapeError} when the program's shapes do not fit. */
export function planOf(program: Program): Plan {
  const shapes = shapesOf(program);
  const steps = program.steps.map((step, index): StepPlan => {
    const args = step.args.map((id) => shapes[id] as Shape);
    const groups = step.args.map((_, argument) => groupsOf(step, args, argument));
    return {
      step,
      shapes: args,
      kernel: kernelOf(step, args, float64),
      groups,
      fanIn: groups.map((list, argument) => fanInOf(list, sizeOf(args[argument] as Shape))),
      size: sizeOf(shapes[program.inputs.length + index] as Shape),
    };
  });
  return { program, shapes, steps };
}

function fanInOf(groups: readonly Group[], size: number): number {
  const counts = new Int32Array(size);
  for (const group of groups)
    for (const position of group) counts[position] = (counts[position] as number) + 1;
  return counts.reduce((most, count) => Math.max(most, count), 0);
}
