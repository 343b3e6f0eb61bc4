/** Ops that move and add up entries. broadcast_to and summation are each other's gradient. */
import { permutation, transposition } from '../../case/ops/movement.js';
import { reduceShape } from '../../case/ops/reduction.js';
import { type Axes, broadcastAxes, broadcastShapes, type Shape, sameShape } from '../../case/shape.js';
import { type Node, type One, Op, type Two } from '../autograd/op.js';
import { permuteAxes, repeatTo, withShape } from '../kernels/movement.js';
import { inverseOf, reduce, sum } from '../kernels/reduce.js';
import type { NDArray } from '../tensor/ndarray.js';
import { checkTensors } from '../tensor/operands.js';
import { record, type Tensor } from '../tensor/tensor.js';

export class Reshape extends Op<One> {
  readonly name = 'reshape';
  constructor(readonly shape: Shape) {
    super();
  }
  compute(a: NDArray): NDArray {
    return withShape(a, this.shape);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [reshape(outGrad, x.shape)];
  }
}

/** The same entries in the same order under another shape. @throws {ShapeError} for another number of entries */
export const reshape = (a: Tensor, shape: Shape): Tensor => record(new Reshape(shape), [a]);

export class Transpose extends Op<One> {
  readonly name = 'transpose';
  constructor(readonly axes: readonly [number, number] | null) {
    super();
  }
  compute(a: NDArray): NDArray {
    return permuteAxes(a, transposition(this.axes, a.shape.length));
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [transpose(outGrad, this.axes)];
  }
}

/** Swaps two axes; default: the last two. */
export const transpose = (a: Tensor, axes: readonly [number, number] | null = null): Tensor =>
  record(new Transpose(axes), [a]);

export class Permute extends Op<One> {
  readonly name = 'permute';
  constructor(readonly axes: readonly number[]) {
    super();
  }
  compute(a: NDArray): NDArray {
    return permuteAxes(a, permutation(this.axes, a.shape.length));
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    return [permute(outGrad, inverseOf(permutation(this.axes, node.shape.length)))];
  }
}

/** Axis i of the result is axis axes[i] of `a`. @throws {ShapeError} unless each axis stands once */
export const permute = (a: Tensor, axes: readonly number[]): Tensor => record(new Permute(axes), [a]);

export class BroadcastTo extends Op<One> {
  readonly name = 'broadcast_to';
  constructor(readonly shape: Shape) {
    super();
  }
  compute(a: NDArray): NDArray {
    return repeatTo(a, this.shape);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const repeated = broadcastAxes(x.shape, node.shape);
    return [reshape(summation(outGrad, repeated), x.shape)];
  }
}

/** Repeats `a` along new axes at the front and along axes of size 1. @throws {ShapeError} when another size would change */
export const broadcastTo = (a: Tensor, shape: Shape): Tensor => record(new BroadcastTo(shape), [a]);

/** Broadcasts two operands to one shape by NumPy's rules. @param op is named in errors. @throws {ShapeError} if they clash */
export function broadcast(a: Tensor, b: Tensor, op: string): Two {
  checkTensors(op, [a, b]);
  if (sameShape(a.shape, b.shape)) return [a, b];
  const shape = broadcastShapes(a.shape, b.shape, op);
  return [
    sameShape(a.shape, shape) ? a : broadcastTo(a, shape),
    sameShape(b.shape, shape) ? b : broadcastTo(b, shape),
  ];
}

export class Summation extends Op<One> {
  readonly name = 'summation';
  constructor(
    readonly axes: Axes,
    readonly keepdims: boolean,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    return reduce(a, this.axes, this.keepdims, sum);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const kept = reduceShape(x.shape, this.axes, true, this.name);
    return [broadcastTo(reshape(outGrad, kept), x.shape)];
  }
}

/** The sum over the axes; default: all axes. They are dropped, or stay at size 1 with `keepdims`. */
export const summation = (a: Tensor, axes: Axes = null, keepdims = false): Tensor =>
  record(new Summation(axes, keepdims), [a]);
