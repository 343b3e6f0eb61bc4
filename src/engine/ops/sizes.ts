/** Ops that drop, add and stretch axes of size 1. */
import { expandShape, squeezeShape, unsqueezeShape } from '../../case/indexing.js';
import { type Axes, broadcastAxes } from '../../case/shape.js';
import { type Node, type One, Op } from '../autograd/op.js';
import { repeatTo, withShape } from '../kernels/movement.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { reshape, summation } from './shape.js';

export class Squeeze extends Op<One> {
  readonly name = 'squeeze';
  constructor(readonly axes: Axes) {
    super();
  }
  compute(a: NDArray): NDArray {
    return withShape(a, squeezeShape(a.shape, this.axes));
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [reshape(outGrad, x.shape)];
  }
}

/** Drops axes of size 1; default: all of them. @throws {ShapeError} for an axis of another size */
export const squeeze = (a: Tensor, axes: Axes = null): Tensor => record(new Squeeze(axes), [a]);

export class Unsqueeze extends Op<One> {
  readonly name = 'unsqueeze';
  constructor(readonly axes: readonly number[]) {
    super();
  }
  compute(a: NDArray): NDArray {
    return withShape(a, unsqueezeShape(a.shape, this.axes));
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [squeeze(outGrad, this.axes)];
  }
}

/** Inserts axes of size 1 at these places of the result. */
export const unsqueeze = (a: Tensor, axes: readonly number[]): Tensor => record(new Unsqueeze(axes), [a]);

export class Expand extends Op<One> {
  readonly name = 'expand';
  constructor(readonly shape: readonly number[]) {
    super();
  }
  compute(a: NDArray): NDArray {
    return repeatTo(a, expandShape(a.shape, this.shape));
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [reshape(summation(outGrad, broadcastAxes(x.shape, node.shape)), x.shape)];
  }
}

/** Like broadcastTo, but a size of -1 stays as it is. */
export const expand = (a: Tensor, shape: readonly number[]): Tensor => record(new Expand(shape), [a]);
