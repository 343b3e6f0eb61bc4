/** Where entries meet in a step, worked out once from shapes alone. */
import { broadcastShapes, type Shape } from '../program/shape.js';
import type { Step } from '../program/step.js';
import { factsOf } from '../program/vocabulary.js';
import { type MatmulPlan, matmulPlan } from './matmul-plan.js';
import { broadcastPositions, slicesOf } from './slices.js';

export interface Layout {
  /** For reductions and normalizations: the input positions that meet, slice by slice. */
  readonly slices: readonly Int32Array[];
  /** For matmul. */
  readonly product: MatmulPlan | undefined;
  /** For elementwise ops: for each argument, the position that each output entry reads. */
  readonly positions: readonly Int32Array[];
}

export function layoutOf(step: Step, shapes: readonly Shape[]): Layout {
  const [a, b] = shapes as [Shape, Shape];
  if (factsOf(step).elementwise) {
    const shape = shapes.length === 1 ? a : broadcastShapes(a, b, step.op);
    return {
      slices: [],
      product: undefined,
      positions: shapes.map((each) => broadcastPositions(each, shape)),
    };
  }
  switch (step.op) {
    case 'summation':
    case 'mean':
    case 'logsumexp':
    case 'softmax':
    case 'logsoftmax':
      return { slices: slicesOf(a, step.axes, step.op), product: undefined, positions: [] };
    case 'matmul':
      return { slices: [], product: matmulPlan(a, b), positions: [] };
    default:
      return { slices: [], product: undefined, positions: [] };
  }
}
