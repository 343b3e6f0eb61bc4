/** Norms and standard deviations: square roots, whose slopes at 0 are taken as 0. */
import { reduceShape } from '../../case/ops/reduction.js';
import { type Axes, type Shape, sizeOf } from '../../case/shape.js';
import { type Node, type One, Op } from '../autograd/op.js';
import { type Fold, reduce, varianceWith } from '../kernels/reduce.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { add, divide, mulScalar, multiply, subtract } from './elementwise.js';
import { mask, masked } from './mask.js';
import { mean } from './mean.js';
import { broadcastTo, reshape } from './shape.js';

/** √Σx² of a run. Entries are divided by the largest, so that no square overflows or vanishes. */
const euclidean: Fold = (entries, start, end) => {
  let largest = 0;
  for (let i = start; i < end; i++) largest = Math.max(largest, Math.abs(entries[i] as number));
  if (largest === 0 || largest === Number.POSITIVE_INFINITY || Number.isNaN(largest)) return largest;
  let total = 0;
  for (let i = start; i < end; i++) total += ((entries[i] as number) / largest) ** 2;
  return largest * Math.sqrt(total);
};

/** a/y, with y broadcast; 0 where y is 0, to any order. */
function quotient(a: Tensor, y: Tensor): Tensor {
  const isZero = mask(y, (entry) => Number(entry === 0));
  const isNot = mask(y, (entry) => Number(entry !== 0));
  return masked(divide(a, add(y, isZero)), broadcastTo(isNot, a.shape));
}

export class Norm extends Op<One> {
  readonly name = 'norm';
  constructor(
    readonly axes: Axes,
    readonly keepdims: boolean,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    return reduce(a, this.axes, this.keepdims, euclidean);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const kept: Shape = reduceShape(x.shape, this.axes, true, this.name);
    return [multiply(reshape(outGrad, kept), quotient(x, reshape(node, kept)))]; // ḡ x/y
  }
}

/** The Euclidean norm √Σx² over the axes; default: all axes, which are dropped unless `keepdims`. At 0 its slope is taken as 0. */
export const norm = (a: Tensor, axes: Axes = null, keepdims = false): Tensor =>
  record(new Norm(axes, keepdims), [a]);

export class Std extends Op<One> {
  readonly name = 'std';
  constructor(
    readonly axes: Axes,
    readonly keepdims: boolean,
    readonly correction: number,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    const variance = varianceWith(this.correction);
    return reduce(a, this.axes, this.keepdims, (run, start, end) => Math.sqrt(variance(run, start, end)));
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const kept: Shape = reduceShape(x.shape, this.axes, true, this.name);
    const count = sizeOf(x.shape) / sizeOf(kept);
    const scale = mulScalar(reshape(outGrad, kept), 1 / (count - this.correction));
    const deviation = subtract(x, mean(x, this.axes, true));
    return [multiply(scale, quotient(deviation, reshape(node, kept)))]; // ḡ (x − x̄) / ((N − correction) y)
  }
}

/**
 * The standard deviation over the axes, the square root of `variance`; default: all axes. Where all entries are equal
 * its slope is taken as 0.
 */
export const std = (a: Tensor, axes: Axes = null, keepdims = false, correction = 1): Tensor =>
  record(new Std(axes, keepdims, correction), [a]);
