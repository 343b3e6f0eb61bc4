/** Where entries meet in a step, worked out once from shapes alone. */
import { type Axes, broadcastShapes, type Shape } from '../case/shape.js';
import type { Step } from '../case/vocabulary.js';
import type { ProductPlan } from './product-plan.js';
import { broadcastPositions, slicesOf } from './slices.js';

export interface Layout {
  /** For reductions and normalizations: the input positions that meet, slice by slice. */
  readonly slices: readonly Int32Array[];
  /** For sums of products. */
  readonly product: ProductPlan | undefined;
  /** For elementwise ops, movements and mse_loss: for each argument, the position that each output entry reads. */
  readonly positions: readonly Int32Array[];
  /** For other ops: for each argument, the positions that each output entry reads. */
  readonly reads: readonly (readonly Int32Array[])[];
  /** For rope: how each output entry is turned. */
  readonly turns: readonly Turn[];
}

/** An output entry is x·cos + other·sin, for the other entry of its pair, whose sign is changed for the first of both. */
export interface Turn {
  readonly position: number;
  /** Which pair of how many. */
  readonly pair: number;
  readonly pairs: number;
  readonly sign: 1 | -1;
}

const nothing: Layout = { slices: [], product: undefined, positions: [], reads: [], turns: [] };
export const ofSlices = (slices: readonly Int32Array[]): Layout => ({ ...nothing, slices });
export const ofProduct = (product: ProductPlan): Layout => ({ ...nothing, product });
export const ofReads = (reads: readonly (readonly Int32Array[])[]): Layout => ({ ...nothing, reads });
export const ofPositions = (positions: readonly Int32Array[]): Layout => ({ ...nothing, positions });

/** For ops over several axes. */
export const overAxes = ({ op, axes }: Step & { readonly axes: Axes }, [a]: readonly Shape[]): Layout =>
  ofSlices(slicesOf(a as Shape, axes, op));

/** For ops along one axis. */
export const alongAxis = ({ op, axis }: Step & { readonly axis: number }, [a]: readonly Shape[]): Layout =>
  ofSlices(slicesOf(a as Shape, axis, op));

/** Each entry of the broadcast shape reads one of each argument. */
export function broadcasting({ op }: Step, [a, b]: readonly Shape[]): Layout {
  if (b === undefined) return ofPositions([broadcastPositions(a as Shape, a as Shape)]);
  const shape = broadcastShapes(a as Shape, b, op);
  return ofPositions([broadcastPositions(a as Shape, shape), broadcastPositions(b, shape)]);
}
