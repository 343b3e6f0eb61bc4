/** The forward value of a whole program. */
import type { Program } from '../case/program.js';
import { shapesOf } from '../case/program.js';
import type { Shape } from '../case/shape.js';
import type { Arithmetic } from './arithmetic.js';
import { type Entries, kernelOf } from './kernels.js';

/**
 * The entries of every id of a program, inputs first, in any arithmetic.
 * @param inputs one array of entries an input, row-major.
 */
export function evaluate<T>(
  program: Program,
  inputs: readonly Entries<T>[],
  arithmetic: Arithmetic<T>,
): Entries<T>[] {
  const shapes = shapesOf(program);
  const values = [...inputs];
  for (const step of program.steps) {
    const kernel = kernelOf(
      step,
      step.args.map((id) => shapes[id] as Shape),
      arithmetic,
    );
    values.push(kernel(step.args.map((id) => values[id] as Entries<T>)));
  }
  return values;
}
