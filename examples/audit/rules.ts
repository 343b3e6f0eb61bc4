/** Seven rules of a small course, written as the exercises are. gradients.test.ts beside it is how many courses test such. */
import {
  type Axes,
  broadcast,
  broadcastAxes,
  ElementwiseOp,
  mask,
  masked,
  matrixProduct,
  type NDArray,
  type Node,
  negate,
  type One,
  Op,
  record,
  reduce,
  reduceShape,
  repeatTo,
  reshape,
  type Shape,
  sum,
  type Tensor,
  type Two,
  transpose,
} from 'backproof/engine';

export class AddScalar extends ElementwiseOp<One> {
  readonly name = 'add_scalar';
  constructor(readonly scalar: number) {
    super();
  }
  entry(x: number): number {
    return x + this.scalar;
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [outGrad];
  }
}

export const addScalar = (a: Tensor, scalar: number): Tensor => record(new AddScalar(scalar), [a]);

export class EWiseMul extends ElementwiseOp<Two> {
  readonly name = 'multiply';
  entry(x: number, y: number): number {
    return x * y;
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [a, b] = node.inputs;
    return [multiply(outGrad, b), multiply(outGrad, a)];
  }
}

export const multiply = (a: Tensor, b: Tensor): Tensor => record(new EWiseMul(), broadcast(a, b, 'multiply'));

export class EWiseDiv extends ElementwiseOp<Two> {
  readonly name = 'divide';
  entry(x: number, y: number): number {
    return x / y;
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [, b] = node.inputs;
    const share = divide(outGrad, b);
    return [share, negate(multiply(share, node))];
  }
}

export const divide = (a: Tensor, b: Tensor): Tensor => record(new EWiseDiv(), broadcast(a, b, 'divide'));

export class ReLU extends ElementwiseOp<One> {
  readonly name = 'relu';
  entry(x: number): number {
    return Math.max(x, 0);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [
      masked(
        outGrad,
        mask(x, (entry) => (entry > 0 ? 1 : 0)),
      ),
    ];
  }
}

export const relu = (a: Tensor): Tensor => record(new ReLU(), [a]);

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
    return [reshape(summation(outGrad, broadcastAxes(x.shape, node.shape)), x.shape)];
  }
}

export const broadcastTo = (a: Tensor, shape: Shape): Tensor => record(new BroadcastTo(shape), [a]);

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

export const summation = (a: Tensor, axes: Axes = null, keepdims = false): Tensor =>
  record(new Summation(axes, keepdims), [a]);

export class MatMul extends Op<Two> {
  readonly name = 'matmul';
  compute(a: NDArray, b: NDArray): NDArray {
    return matrixProduct(a, b);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [a, b] = node.inputs;
    return [matmul(outGrad, transpose(b)), matmul(transpose(a), outGrad)];
  }
}

/** Of matrices, with equal batch axes. */
export const matmul = (a: Tensor, b: Tensor): Tensor => record(new MatMul(), [a, b]);
