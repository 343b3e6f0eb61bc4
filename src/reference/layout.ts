/** Where entries meet in a step, worked out once from shapes alone. */
import { broadcastShapes, type Shape } from '../program/shape.js';
import type { Step } from '../program/step.js';
import { factsOf, inferShape } from '../program/vocabulary.js';
import { isMovement, movedPositions } from './movements.js';
import { convPlan, einsumPlan, einsumSlices, matmulPlan, type ProductPlan } from './products.js';
import { broadcastPositions, slicesOf } from './slices.js';
import { poolSlices, windowsOf } from './windows.js';

export interface Layout {
  /** For reductions and normalizations: the input positions that meet, slice by slice. */
  readonly slices: readonly Int32Array[];
  /** For sums of products. */
  readonly product: ProductPlan | undefined;
  /** For elementwise ops and movements: for each argument, the position that each output entry reads. */
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
  if (isMovement(step)) return { slices: [], product: undefined, positions: movedPositions(step, shapes) };
  switch (step.op) {
    case 'summation':
    case 'mean':
    case 'logsumexp':
    case 'softmax':
    case 'logsoftmax':
      return { slices: slicesOf(a, step.axes, step.op), product: undefined, positions: [] };
    case 'matmul':
      return { slices: [], product: matmulPlan(a, b), positions: [] };
    case 'conv':
      return { slices: [], product: convPlan(a, b, step), positions: [] };
    case 'einsum':
      return shapes.length === 1
        ? { slices: einsumSlices(step.equation, a), product: undefined, positions: [] }
        : { slices: [], product: einsumPlan(step.equation, shapes), positions: [] };
    case 'avg_pool': {
      const windows = windowsOf(inferShape(step, shapes), step.stride, 0);
      return { slices: poolSlices(a, windows, step.kernel), product: undefined, positions: [] };
    }
    default:
      return { slices: [], product: undefined, positions: [] };
  }
}
