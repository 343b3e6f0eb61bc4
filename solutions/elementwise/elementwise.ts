/** Arithmetic, entry by entry. Functions of two tensors broadcast; their ops never do. */
import {
  broadcast,
  map,
  mask,
  masked,
  maskOfPair,
  type NDArray,
  type Node,
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
  gradient(outGrad: Tensor, _: Node<Two>): Two {
    return [outGrad, outGrad];
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
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [outGrad];
  }
}

export const addScalar = (a: Tensor, scalar: number): Tensor => record(new AddScalar(scalar), [a]);

export class EWiseSub extends Op<Two> {
  readonly name = 'subtract';
  compute(a: NDArray, b: NDArray): NDArray {
    return zip(a, b, (x, y) => x - y);
  }
  gradient(outGrad: Tensor, _: Node<Two>): Two {
    return [outGrad, negate(outGrad)];
  }
}

export const subtract = (a: Tensor, b: Tensor): Tensor => record(new EWiseSub(), broadcast(a, b, 'subtract'));

export class EWiseMul extends Op<Two> {
  readonly name = 'multiply';
  compute(a: NDArray, b: NDArray): NDArray {
    return zip(a, b, (x, y) => x * y);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [a, b] = node.inputs;
    return [multiply(outGrad, b), multiply(outGrad, a)];
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
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [mulScalar(outGrad, this.scalar)];
  }
}

export const mulScalar = (a: Tensor, scalar: number): Tensor => record(new MulScalar(scalar), [a]);

export class EWiseDiv extends Op<Two> {
  readonly name = 'divide';
  compute(a: NDArray, b: NDArray): NDArray {
    return zip(a, b, (x, y) => x / y);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [, b] = node.inputs;
    const share = divide(outGrad, b);
    // −ḡ·a/b² as −(ḡ/b)·(a/b): b² could overflow where the gradient does not.
    return [share, negate(multiply(share, node))];
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
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [divideScalar(outGrad, this.scalar)];
  }
}

export const divideScalar = (a: Tensor, scalar: number): Tensor => record(new DivScalar(scalar), [a]);

export class Negate extends Op<One> {
  readonly name = 'negate';
  compute(a: NDArray): NDArray {
    return map(a, (x) => -x);
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [negate(outGrad)];
  }
}

export const negate = (a: Tensor): Tensor => record(new Negate(), [a]);

export class ReLU extends Op<One> {
  readonly name = 'relu';
  compute(a: NDArray): NDArray {
    return map(a, (x) => (x === 0 ? x : Math.max(x, 0))); // −0 stays
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

export class Abs extends Op<One> {
  readonly name = 'abs';
  compute(a: NDArray): NDArray {
    return map(a, Math.abs);
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

export class Maximum extends Op<Two> {
  readonly name = 'maximum';
  compute(a: NDArray, b: NDArray): NDArray {
    return zip(a, b, Math.max);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [a, b] = node.inputs;
    return [whereLarger(outGrad, a, b), whereLarger(outGrad, b, a)];
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
    const [a, b] = node.inputs;
    // a is the smaller of a pair where b is the larger.
    return [whereLarger(outGrad, b, a), whereLarger(outGrad, a, b)];
  }
}

/** The smaller entry of each pair; where they tie, each has half of the slope. */
export const minimum = (a: Tensor, b: Tensor): Tensor => record(new Minimum(), broadcast(a, b, 'minimum'));
