/** Powers, exponentials and their relatives, entry by entry. In the comments y is the value and ḡ is outGrad. */
import {
  add,
  addScalar,
  broadcast,
  divide,
  map,
  masked,
  maskOfPair,
  mulScalar,
  multiply,
  type NDArray,
  type Node,
  NotImplemented,
  negate,
  type One,
  Op,
  record,
  type Tensor,
  type Two,
  zeros,
  zip,
} from 'backproof/engine';

export class Exp extends Op<One> {
  readonly name = 'exp';
  compute(a: NDArray): NDArray {
    return map(a, Math.exp);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('Exp.gradient');
  }
}

export const exp = (a: Tensor): Tensor => record(new Exp(), [a]);

export class Log extends Op<One> {
  readonly name = 'log';
  compute(a: NDArray): NDArray {
    return map(a, Math.log);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('Log.gradient');
  }
}

/** The natural logarithm. */
export const log = (a: Tensor): Tensor => record(new Log(), [a]);

export class Sqrt extends Op<One> {
  readonly name = 'sqrt';
  compute(a: NDArray): NDArray {
    return map(a, Math.sqrt);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('Sqrt.gradient');
  }
}

export const sqrt = (a: Tensor): Tensor => record(new Sqrt(), [a]);

export class Sin extends Op<One> {
  readonly name = 'sin';
  compute(a: NDArray): NDArray {
    return map(a, Math.sin);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('Sin.gradient');
  }
}

/** The sine of an angle in radians. */
export const sin = (a: Tensor): Tensor => record(new Sin(), [a]);

export class Cos extends Op<One> {
  readonly name = 'cos';
  compute(a: NDArray): NDArray {
    return map(a, Math.cos);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('Cos.gradient');
  }
}

/** The cosine of an angle in radians. */
export const cos = (a: Tensor): Tensor => record(new Cos(), [a]);

export class Tanh extends Op<One> {
  readonly name = 'tanh';
  compute(a: NDArray): NDArray {
    return map(a, Math.tanh);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('Tanh.gradient');
  }
}

export const tanh = (a: Tensor): Tensor => record(new Tanh(), [a]);

export class Sigmoid extends Op<One> {
  readonly name = 'sigmoid';
  compute(a: NDArray): NDArray {
    return map(a, logistic);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('Sigmoid.gradient');
  }
}

/** 1 / (1 + e⁻ˣ), with the exponential of a number that is not positive: it cannot overflow. */
function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const small = Math.exp(x);
  return small / (1 + small);
}

export const sigmoid = (a: Tensor): Tensor => record(new Sigmoid(), [a]);

export class EWisePow extends Op<Two> {
  readonly name = 'power';
  compute(a: NDArray, b: NDArray): NDArray {
    return zip(a, b, powerOf);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    // TODO: return one adjoint per input, as a tuple
    throw new NotImplemented('EWisePow.gradient');
  }
}

/** xʸ as in IEEE 754: 1 to any power is 1, and so is −1 to an infinite one; JavaScript gives NaN for these. */
function powerOf(x: number, y: number): number {
  return x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) ? 1 : x ** y;
}

/** aᵇ, entry by entry. */
export const power = (a: Tensor, b: Tensor): Tensor => record(new EWisePow(), broadcast(a, b, 'power'));

export class PowerScalar extends Op<One> {
  readonly name = 'power_scalar';
  constructor(readonly scalar: number) {
    super();
  }
  compute(a: NDArray): NDArray {
    return map(a, (x) => x ** this.scalar);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    // TODO: return the adjoint of the input, as a tuple
    throw new NotImplemented('PowerScalar.gradient');
  }
}

/** xⁿ for one number n. */
export const powerScalar = (a: Tensor, scalar: number): Tensor => record(new PowerScalar(scalar), [a]);
