/** What can be worked out about a program before its inputs are known: shapes, kernels, dependencies. */
import { type Program, shapesOf } from '../program/program.js';
import { type Shape, sizeOf } from '../program/shape.js';
import type { Id, Step } from '../program/step.js';
import { float64 } from './arithmetic.js';
import { type Group, groupsOf } from './dependencies.js';
import { type Kernel, kernelOf } from './kernels.js';
import { type Layout, layoutOf } from './layout.js';
import { nowhere } from './movements.js';

export interface StepPlan {
  readonly step: Step;
  /** Of the arguments. */
  readonly shapes: readonly Shape[];
  readonly layout: Layout;
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
  /** How often each id is used: by steps, and as an output. */
  readonly uses: readonly number[];
}

/** The plan of a program. @throws {ShapeError} when the program's shapes do not fit. */
export function planOf(program: Program): Plan {
  const shapes = shapesOf(program);
  const steps = program.steps.map((step, index): StepPlan => {
    const args = step.args.map((id) => shapes[id] as Shape);
    const layout = layoutOf(step, args);
    const groups = step.args.map((_, argument) => groupsOf(step, args, argument, layout));
    return {
      step,
      shapes: args,
      layout,
      kernel: kernelOf(step, args, float64, layout),
      groups,
      fanIn: groups.map((list, argument) => fanInOf(list, sizeOf(args[argument] as Shape))),
      size: sizeOf(shapes[program.inputs.length + index] as Shape),
    };
  });
  return { program, shapes, steps, uses: usesOf(program) };
}

function usesOf({ inputs, steps, outputs }: Program): number[] {
  const uses = new Array<number>(inputs.length + steps.length).fill(0);
  const use = (id: Id) => {
    uses[id] = (uses[id] as number) + 1;
  };
  outputs.forEach(use);
  for (const { args } of steps) args.forEach(use);
  return uses;
}

function fanInOf(groups: readonly Group[], size: number): number {
  const counts = new Int32Array(size);
  for (const position of groups.flatMap((group) => [...group])) {
    if (position !== nowhere) counts[position] = (counts[position] as number) + 1;
  }
  return counts.reduce((most, count) => Math.max(most, count), 0);
}
