/** The forward value of a whole program. */
import { at } from '../case/at.js';
import type { Program } from '../case/program.js';
import type { Arithmetic } from './arithmetic.js';
import type { Entries } from './entry.js';
import { planOf } from './plan.js';

/**
 * The entries of every id of a program, inputs first, in any arithmetic.
 * @param inputs one array of entries per input, row-major.
 */
export function evaluate<T>(
  program: Program,
  inputs: readonly Entries<T>[],
  arithmetic: Arithmetic<T>,
): Entries<T>[] {
  const values = [...inputs];
  for (const plan of planOf(program).steps) {
    const valueAt = plan.functionIn(arithmetic);
    values.push(valueAt(plan.step.args.map((id) => at(values, id))));
  }
  return values;
}
