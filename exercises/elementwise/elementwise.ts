/** Arithmetic, entry by entry. Functions of two tensors broadcast; their ops never do. */
import {
  broadcast,
  map,
  mask,
  masked,
  maskOfPair,
  type NDArray,
  type Node,
  NotImplemented,
  type One,
  Op,
  record,
  type Tensor,
  type Two,
  zip,
} from 'backproof/engine';

export class EWiseAdd extends Op<Two> {
  readonly name = 'add';
  compute(a: NDArray, b: NDArray): NDArray {
    return zip(a, b, (x, y) => x + y);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('EWiseAdd.gradient');
  }
}

export const add = (a: Tensor, b: Tensor): Tensor => record(new EWiseAdd(), broadcast(a, b, 'add'));

export class AddScalar extends Op<One> {
  readonly name = 'add_scalar';
  constructor(readonly scalar: number) {
    super();
  }
  compute(a: NDArray): NDArray {
    return map(a, (x) => x + this.scalar);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('AddScalar.gradient');
  }
}

export const addScalar = (a: Tensor, scalar: number): Tensor => record(new AddScalar(scalar), [a]);

export class EWiseSub extends Op<Two> {
  readonly name = 'subtract';
  compute(a: NDArray, b: NDArray): NDArray {
    return zip(a, b, (x, y) => x - y);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('EWiseSub.gradient');
  }
}

export const subtract = (a: Tensor, b: Tensor): Tensor => record(new EWiseSub(), broadcast(a, b, 'subtract'));

export class EWiseMul extends Op<Two> {
  readonly name = 'multiply';
  compute(a: NDArray, b: NDArray): NDArray {
    return zip(a, b, (x, y) => x * y);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('EWiseMul.gradient');
  }
}

export const multiply = (a: Tensor, b: Tensor): Tensor => record(new EWiseMul(), broadcast(a, b, 'multiply'));

export class MulScalar extends Op<One> {
  readonly name = 'mul_scalar';
  constructor(readonly scalar: number) {
    super();
  }
  compute(a: NDArray): NDArray {
    return map(a, (x) => x * this.scalar);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('MulScalar.gradient');
  }
}

export const mulScalar = (a: Tensor, scalar: number): Tensor => record(new MulScalar(scalar), [a]);

export class EWiseDiv extends Op<Two> {
  readonly name = 'divide';
  compute(a: NDArray, b: NDArray): NDArray {
    return zip(a, b, (x, y) => x / y);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('EWiseDiv.gradient');
  }
}

export const divide = (a: Tensor, b: Tensor): Tensor => record(new EWiseDiv(), broadcast(a, b, 'divide'));

export class DivScalar extends Op<One> {
  readonly name = 'divide_scalar';
  constructor(readonly scalar: number) {
    super();
  }
  compute(a: NDArray): NDArray {
    return map(a, (x) => x / this.scalar);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('DivScalar.gradient');
  }
}

export const divideScalar = (a: Tensor, scalar: number): Tensor => record(new DivScalar(scalar), [a]);

export class Negate extends Op<One> {
  readonly name = 'negate';
  compute(a: NDArray): NDArray {
    return map(a, (x) => -x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('Negate.gradient');
  }
}

export const negate = (a: Tensor): Tensor => record(new Negate(), [a]);

export class ReLU extends Op<One> {
  readonly name = 'relu';
  compute(a: NDArray): NDArray {
    return map(a, (x) => (x === 0 ? x : Math.max(x, 0))); // −0 stays
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('ReLU.gradient');
  }
}

/** max(x, 0); its slope is taken as 0 at 0, and as 1 at NaN, as in PyTorch. */
export const relu = (a: Tensor): Tensor => record(new ReLU(), [a]);

export class Abs extends Op<One> {
  readonly name = 'abs';
  compute(a: NDArray): NDArray {
    return map(a, Math.abs);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('Abs.gradient');
  }
}

/** |x|; its slope is taken as 0 at 0 and at NaN, as in PyTorch. */
export const abs = (a: Tensor): Tensor => record(new Abs(), [a]);

export class Maximum extends Op<Two> {
  readonly name = 'maximum';
  compute(a: NDArray, b: NDArray): NDArray {
    return zip(a, b, Math.max);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('Maximum.gradient');
  }
}

/** The larger entry of each pair; where they tie, each has half of the slope. */
export const maximum = (a: Tensor, b: Tensor): Tensor => record(new Maximum(), broadcast(a, b, 'maximum'));

export class Minimum extends Op<Two> {
  readonly name = 'minimum';
  compute(a: NDArray, b: NDArray): NDArray {
    return zip(a, b, Math.min);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('Minimum.gradient');
  }
}

/** The smaller entry of each pair; where they tie, each has half of the slope. */
export const minimum = (a: Tensor, b: Tensor): Tensor => record(new Minimum(), broadcast(a, b, 'minimum'));
