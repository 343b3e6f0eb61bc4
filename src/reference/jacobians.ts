/** What others may use of the reference besides verdicts: each step's dense Jacobian. */
import type { Program } from '../case/program.js';
import { type Shape, sizeOf } from '../case/shape.js';
import type { TensorData } from '../case/tensor-data.js';
import { chainOf } from './chain.js';
import { planOf } from './plan.js';
import { nowhere } from './slices.js';

/** For each step, for each argument, the Jacobian as rows: `[step][argument][output entry][argument entry]`. */
export type LocalJacobians = readonly (readonly (readonly (readonly number[])[])[])[];

/** The dense Jacobian of every step at the values that reach it. */
export function localJacobians(program: Program, inputs: readonly TensorData[]): LocalJacobians {
  const plan = planOf(program);
  const { slopes } = chainOf(plan, inputs);
  return plan.steps.map(({ shapes, size }, index) =>
    shapes.map((shape: Shape, argument) => {
      const rows = Array.from({ length: size }, () => new Array<number>(sizeOf(shape)).fill(0));
      for (const { group, value } of slopes[index]?.[argument] ?? []) {
        group.forEach((at, k) => {
          if (at === nowhere) return;
          const row = rows[k] as number[];
          row[at] = (row[at] as number) + (value[k] as number);
        });
      }
      return rows;
    }),
  );
}
