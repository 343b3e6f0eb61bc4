/** What flows through a program: the values forward, the adjoints back, each as the reference has it. */
import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import { shapesOf } from '../../case/program.js';
import { type Shape, sizeOf } from '../../case/shape.js';
import { chainOf, localJacobians, NoTruth, planOf } from '../../reference/index.js';

export interface Entries {
  readonly shape: Shape;
  readonly data: readonly number[];
}

export interface Flow {
  /** By id. */
  readonly values: readonly Entries[];
  /** By id: the sum of what all uses send back. */
  readonly adjoints: readonly Entries[];
  /** What a step sends back to each of its arguments, by step and argument. */
  readonly sent: readonly (readonly Entries[])[];
}

/** @returns undefined where the program has no derivative */
export function flowOf({ program, inputs, cotangents }: Case, cotangent: number): Flow | undefined {
  try {
    const { values } = chainOf(planOf(program), inputs);
    const jacobians = localJacobians(program, inputs);
    const shapes = shapesOf(program);
    const adjoints = shapes.map((shape) => ({ shape, data: new Array<number>(sizeOf(shape)).fill(0) }));
    const deltas = cotangents[cotangent] ?? [];
    for (const [output, id] of program.outputs.entries())
      add(at(adjoints, id).data, deltas[output]?.data ?? []);
    const sent: Entries[][] = program.steps.map(() => []);
    for (let step = program.steps.length - 1; step >= 0; step--) {
      const from = at(adjoints, inputs.length + step).data;
      at(program.steps, step).args.forEach((id, argument) => {
        const data = pulled(at(at(jacobians, step), argument), from, at(adjoints, id).data.length);
        add(at(adjoints, id).data, data);
        at(sent, step)[argument] = { shape: at(shapes, id), data };
      });
    }
    return { values: values.map((data, id) => ({ shape: at(shapes, id), data: [...data] })), adjoints, sent };
  } catch (error) {
    if (error instanceof NoTruth) return undefined;
    throw error;
  }
}

/** JᵀΔ */
function pulled(rows: readonly (readonly number[])[], delta: readonly number[], size: number): number[] {
  const sum = new Array<number>(size).fill(0);
  rows.forEach((row, k) => {
    row.forEach((slope, entry) => {
      if (slope !== 0) sum[entry] = at(sum, entry) + slope * at(delta, k);
    });
  });
  return sum;
}

function add(to: number[], from: readonly number[]): void {
  from.forEach((value, entry) => {
    to[entry] = at(to, entry) + value;
  });
}
