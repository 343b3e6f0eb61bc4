/** Arithmetic, entry by entry. Functions of two tensors broadcast; their ops never do. */
import type { Node, One, Two } from '../autograd/op.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { ElementwiseOp } from './elementwise-op.js';
import { mask, masked, maskOfPair } from './mask.js';
import { broadcast } from './shape.js';

export class EWiseAdd extends ElementwiseOp<Two> {
  readonly name = 'add';
  entry(x: number, y: number): number {
    return x + y;
  }
  gradient(outGrad: Tensor, _: Node<Two>): Two {
    return [outGrad, outGrad];
  }
}

/** a + b, entry by entry, of shapes that broadcast. @throws {ShapeError} when they do not; {DTypeError} for two dtypes */
export const add = (a: Tensor, b: Tensor): Tensor => record(new EWiseAdd(), broadcast(a, b, 'add'));

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

/** a + scalar, entry by entry; the shape of `a`. */
export const addScalar = (a: Tensor, scalar: number): Tensor => record(new AddScalar(scalar), [a]);

export class EWiseSub extends ElementwiseOp<Two> {
  readonly name = 'subtract';
  entry(x: number, y: number): number {
    return x - y;
  }
  gradient(outGrad: Tensor, _: Node<Two>): Two {
    return [outGrad, negate(outGrad)];
  }
}

/** a − b, entry by entry, of shapes that broadcast. @throws {ShapeError} when they do not; {DTypeError} for two dtypes */
export const subtract = (a: Tensor, b: Tensor): Tensor => record(new EWiseSub(), broadcast(a, b, 'subtract'));

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

/** a · b, entry by entry, of shapes that broadcast. @throws {ShapeError} when they do not; {DTypeError} for two dtypes */
export const multiply = (a: Tensor, b: Tensor): Tensor => record(new EWiseMul(), broadcast(a, b, 'multiply'));

export class MulScalar extends ElementwiseOp<One> {
  readonly name = 'mul_scalar';
  constructor(readonly scalar: number) {
    super();
  }
  entry(x: number): number {
    return x * this.scalar;
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [mulScalar(outGrad, this.scalar)];
  }
}

/** a · scalar, entry by entry; the shape of `a`. */
export const mulScalar = (a: Tensor, scalar: number): Tensor => record(new MulScalar(scalar), [a]);

export class EWiseDiv extends ElementwiseOp<Two> {
  readonly name = 'divide';
  entry(x: number, y: number): number {
    return x / y;
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [, b] = node.inputs;
    const share = divide(outGrad, b);
    // −ḡ·a/b² as −(ḡ/b)·(a/b): b² could overflow where the gradient does not.
    return [share, negate(multiply(share, node))];
  }
}

/** a / b, entry by entry, of shapes that broadcast. @throws {ShapeError} when they do not; {DTypeError} for two dtypes */
export const divide = (a: Tensor, b: Tensor): Tensor => record(new EWiseDiv(), broadcast(a, b, 'divide'));

export class DivScalar extends ElementwiseOp<One> {
  readonly name = 'divide_scalar';
  constructor(readonly scalar: number) {
    super();
  }
  entry(x: number): number {
    return x / this.scalar;
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [divideScalar(outGrad, this.scalar)];
  }
}

/** a / scalar, entry by entry; the shape of `a`. */
export const divideScalar = (a: Tensor, scalar: number): Tensor => record(new DivScalar(scalar), [a]);

export class Negate extends ElementwiseOp<One> {
  readonly name = 'negate';
  entry(x: number): number {
    return -x;
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [negate(outGrad)];
  }
}

/** −a, entry by entry; the shape of `a`. */
export const negate = (a: Tensor): Tensor => record(new Negate(), [a]);

export class ReLU extends ElementwiseOp<One> {
  readonly name = 'relu';
  entry(x: number): number {
    return x === 0 ? x : Math.max(x, 0); // −0 stays
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    // Not a product with the mask: where outGrad is infinite, 0 · ∞ would be NaN.
    return [
      masked(
        outGrad,
        mask(x, (entry) => (entry <= 0 ? 0 : 1)),
      ),
    ];
  }
}

/** max(x, 0); its slope is taken as 0 at 0, and as 1 at NaN, as in PyTorch. */
export const relu = (a: Tensor): Tensor => record(new ReLU(), [a]);

export class Abs extends ElementwiseOp<One> {
  readonly name = 'abs';
  entry(x: number): number {
    return Math.abs(x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [masked(outGrad, mask(x, signOf))];
  }
}

/** 1, −1 or 0; also 0 for NaN. */
const signOf = (x: number): number => (Number.isNaN(x) ? 0 : Math.sign(x));

/** |x|; its slope is taken as 0 at 0 and at NaN, as in PyTorch. */
export const abs = (a: Tensor): Tensor => record(new Abs(), [a]);

/** outGrad where x is larger than y, half of it where they tie, and 0 where x is smaller. NaN gets all of it. */
const whereLarger = (outGrad: Tensor, x: Tensor, y: Tensor): Tensor => {
  const share = (a: number, b: number) => (a === b ? 0.5 : a < b ? 0 : 1);
  return masked(outGrad, maskOfPair(x, y, share));
};

export class Maximum extends ElementwiseOp<Two> {
  readonly name = 'maximum';
  entry(x: number, y: number): number {
    return Math.max(x, y);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [a, b] = node.inputs;
    return [whereLarger(outGrad, a, b), whereLarger(outGrad, b, a)];
  }
}

/** The larger entry of each pair; where they tie, each has half of the slope. */
export const maximum = (a: Tensor, b: Tensor): Tensor => record(new Maximum(), broadcast(a, b, 'maximum'));

export class Minimum extends ElementwiseOp<Two> {
  readonly name = 'minimum';
  entry(x: number, y: number): number {
    return Math.min(x, y);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [a, b] = node.inputs;
    // a is the smaller of a pair where b is the larger.
    return [whereLarger(outGrad, b, a), whereLarger(outGrad, a, b)];
  }
}

/** The smaller entry of each pair; where they tie, each has half of the slope. */
export const minimum = (a: Tensor, b: Tensor): Tensor => record(new Minimum(), broadcast(a, b, 'minimum'));
