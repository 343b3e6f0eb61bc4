/** What evaluating a program would cost, from its shapes alone, before it is evaluated. */
import { at } from './at.js';
import { type Program, shapesOf } from './program.js';
import { type Shape, sizeOf } from './shape.js';
import { factsOf, type Step } from './vocabulary.js';

export interface CostLimits {
  readonly steps: number;
  /** Of one array; and of all that steps read and write. */
  readonly entries: number;
  readonly allEntries: number;
  /** Multiplications, additions and whatever an op does to an entry. */
  readonly operations: number;
}

/** Why a program takes more than this, in words that follow "it"; undefined if it does not. */
export function excessOf(program: Program, limits: CostLimits): string | undefined {
  const { inputs, steps } = program;
  if (steps.length > limits.steps) return `has ${steps.length} steps; at most ${limits.steps} are allowed`;
  const shapes = shapesOf(program);
  let entries = 0;
  let operations = 0;
  for (const [index, step] of steps.entries()) {
    const shape = at(shapes, inputs.length + index);
    const args = step.args.map((id) => at(shapes, id));
    // Written so that NaN counts as too many, too.
    if (!(sizeOf(shape) <= limits.entries))
      return `makes an array of ${sizeOf(shape)} entries (${step.op}); at most ${limits.entries} are allowed`;
    entries += [shape, ...args].reduce((sum, each) => sum + sizeOf(each), 0);
    operations += operationsOf(step, args, shape);
    if (entries > limits.allEntries)
      return `goes through more than ${limits.allEntries} entries of arrays in all`;
    if (!(operations <= limits.operations)) return `takes more than ${limits.operations} operations`;
  }
  return undefined;
}

function operationsOf(step: Step, args: readonly Shape[], shape: Shape): number {
  return factsOf(step).operations?.(step, args, shape) ?? sizeOf(shape) + sizeOf(args[0] ?? []);
}
