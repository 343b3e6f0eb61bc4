/** Inputs that nothing reads: their gradient is zero, and those of the others stay in place. */

import fc from 'fast-check';
import type { Shape } from '../case/shape.js';
import { stepOn } from './form.js';
import { freePool } from './pools.js';
import { simplestFirst } from './simplest-first.js';
import type { Space } from './space.js';
import type { Plan } from './values.js';

/** The position of the input that nothing reads. */
export type Spare = 'none' | 'last' | 'first';

const usually: readonly Spare[] = [...Array<Spare>(28).fill('none'), 'last', 'first'];

export const spares = ({ biases }: Space): fc.Arbitrary<Spare> =>
  biases.has('unused-input') ? simplestFirst(usually) : fc.constant('none');

/** The plan with an unread input of this shape; all ids after it move up by one. */
export function withSpare(plan: Plan, where: Spare, shape: Shape, space: Space): Plan {
  if (where === 'none') return plan;
  const { inputs, steps, outputs } = plan.program;
  const at = where === 'first' ? 0 : inputs.length;
  const moved = (id: number) => (id < at ? id : id + 1);
  const pool = freePool('plain', 'real', space);
  return {
    ...plan,
    program: {
      inputs: inputs.toSpliced(at, 0, { dtype: space.dtype, shape }),
      steps: steps.map((step) => stepOn(step, step.args.map(moved))),
      outputs: outputs.map(moved),
    },
    pools: plan.pools.toSpliced(at, 0, pool),
    fresh: plan.fresh.toSpliced(at, 0, undefined),
  };
}
