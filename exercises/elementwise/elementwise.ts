/** Arithmetic, entry by entry. Functions of two tensors broadcast; their ops never do. */
import {
  broadcast,
  ElementwiseOp,
  mask,
  masked,
  maskOfPair,
  type Node,
  NotImplemented,
  type One,
  record,
  type Tensor,
  type Two,
} from 'backproof/engine';

export class EWiseAdd extends ElementwiseOp<Two> {
  readonly name = 'add';
  entry(x: number, y: number): number {
    return x + y;
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('EWiseAdd.gradient');
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
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('AddScalar.gradient');
  }
}

/** a + scalar, entry by entry; the shape of `a`. */
export const addScalar = (a: Tensor, scalar: number): Tensor => record(new AddScalar(scalar), [a]);

export class EWiseSub extends ElementwiseOp<Two> {
  readonly name = 'subtract';
  entry(x: number, y: number): number {
    return x - y;
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('EWiseSub.gradient');
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
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('EWiseMul.gradient');
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
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('MulScalar.gradient');
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
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('EWiseDiv.gradient');
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
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('DivScalar.gradient');
  }
}

/** a / scalar, entry by entry; the shape of `a`. */
export const divideScalar = (a: Tensor, scalar: number): Tensor => record(new DivScalar(scalar), [a]);

export class Negate extends ElementwiseOp<One> {
  readonly name = 'negate';
  entry(x: number): number {
    return -x;
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('Negate.gradient');
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
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('ReLU.gradient');
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
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('Abs.gradient');
  }
}

/** |x|; its slope is taken as 0 at 0 and at NaN, as in PyTorch. */
export const abs = (a: Tensor): Tensor => record(new Abs(), [a]);

export class Maximum extends ElementwiseOp<Two> {
  readonly name = 'maximum';
  entry(x: number, y: number): number {
    return Math.max(x, y);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('Maximum.gradient');
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
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('Minimum.gradient');
  }
}

/** The smaller entry of each pair; where they tie, each has half of the slope. */
export const minimum = (a: Tensor, b: Tensor): Tensor => record(new Minimum(), broadcast(a, b, 'minimum'));
