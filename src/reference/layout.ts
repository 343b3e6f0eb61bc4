/** Where entries meet in a step, worked out once from shapes alone. */
import { batchAxes } from '../case/limits.js';
import { broadcastShapes, type Shape } from '../case/shape.js';
import type { Step } from '../case/step.js';
import { inferShape } from '../case/vocabulary.js';
import { isElementwise } from './elementwise.js';
import { isMovement, movedPositions } from './movements.js';
import { convPlan, einsumPlan, einsumSlices, matmulPlan, type ProductPlan } from './products.js';
import { broadcastPositions, slicesOf } from './slices.js';
import { poolSlices, windowsOf } from './windows.js';

export interface Layout {
  /** For reductions and normalizations: the input positions that meet, slice by slice. */
  readonly slices: readonly Int32Array[];
  /** For sums of products. */
  readonly product: ProductPlan | undefined;
  /** For elementwise ops, movements and mse_loss: for each argument, the position that each output entry reads. */
  readonly positions: readonly Int32Array[];
}

export function layoutOf(step: Step, shapes: readonly Shape[]): Layout {
  const [a, b] = shapes as [Shape, Shape];
  if (isElementwise(step)) return ofPositions(broadcasting(step, shapes));
  if (isMovement(step)) return ofPositions(movedPositions(step, shapes));
  switch (step.op) {
    case 'summation':
    case 'mean':
    case 'logsumexp':
    case 'softmax':
    case 'logsoftmax':
    case 'max':
    case 'min':
    case 'var':
    case 'layer_norm':
      return ofSlices(slicesOf(a, step.axes, step.op));
    case 'cumsum':
    case 'sort':
      return ofSlices(slicesOf(a, step.axis, step.op));
    case 'batch_norm':
      return ofSlices(slicesOf(a, batchAxes(a), step.op));
    case 'cross_entropy':
      return ofSlices(slicesOf(a, 1, step.op));
    case 'mse_loss':
      return ofPositions(broadcasting(step, shapes));
    case 'matmul':
      return ofProduct(matmulPlan(a, b));
    case 'conv':
      return ofProduct(convPlan(a, b, step));
    case 'einsum':
      return shapes.length === 1
        ? ofSlices(einsumSlices(step.equation, a))
        : ofProduct(einsumPlan(step.equation, shapes));
    case 'avg_pool':
    case 'max_pool':
      return ofSlices(poolSlices(a, windowsOf(inferShape(step, shapes), step.stride, 0), step.kernel));
  }
}

const nothing: Layout = { slices: [], product: undefined, positions: [] };
const ofSlices = (slices: readonly Int32Array[]): Layout => ({ ...nothing, slices });
const ofProduct = (product: ProductPlan): Layout => ({ ...nothing, product });
const ofPositions = (positions: readonly Int32Array[]): Layout => ({ ...nothing, positions });

/** For each argument, the position that each entry of the broadcast shape reads. */
function broadcasting({ op }: Step, [a, b]: readonly Shape[]): Int32Array[] {
  if (b === undefined) return [broadcastPositions(a as Shape, a as Shape)];
  const shape = broadcastShapes(a as Shape, b, op);
  return [broadcastPositions(a as Shape, shape), broadcastPositions(b, shape)];
}
