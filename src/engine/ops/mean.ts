/** Separate from shape.ts because its gradient divides, division broadcasts, and broadcasting is in shape.ts. */
import { reduceShape } from '../../case/ops/reduction.js';
import { type Axes, sizeOf } from '../../case/shape.js';
import { type Node, type One, Op } from '../autograd/op.js';
import { average, reduce } from '../kernels/reduce.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { divideScalar } from './elementwise.js';
import { broadcastTo, reshape } from './shape.js';

export class Mean extends Op<One> {
  readonly name = 'mean';
  constructor(
    readonly axes: Axes,
    readonly keepdims: boolean,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    return reduce(a, this.axes, this.keepdims, average);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const kept = reduceShape(x.shape, this.axes, true, this.name);
    const count = sizeOf(x.shape) / sizeOf(kept);
    return [broadcastTo(divideScalar(reshape(outGrad, kept), count), x.shape)];
  }
}

/** The arithmetic mean over the axes; default: all axes. They are dropped, or stay at size 1 with `keepdims`. The mean of no entries is NaN. */
export const mean = (a: Tensor, axes: Axes = null, keepdims = false): Tensor =>
  record(new Mean(axes, keepdims), [a]);
