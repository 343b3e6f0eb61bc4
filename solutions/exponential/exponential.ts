/** Powers, exponentials and their relatives, entry by entry. In the comments y is the value and ḡ is outGrad. */
import {
  add,
  addScalar,
  broadcast,
  divide,
  ElementwiseOp,
  masked,
  maskOfPair,
  mulScalar,
  multiply,
  type Node,
  negate,
  type One,
  record,
  type Tensor,
  type Two,
  zeros,
} from 'backproof/engine';

export class Exp extends ElementwiseOp<One> {
  readonly name = 'exp';
  entry(x: number): number {
    return Math.exp(x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    return [multiply(outGrad, node)];
  }
}

/** eˣ, entry by entry; the shape of `a`. */
export const exp = (a: Tensor): Tensor => record(new Exp(), [a]);

export class Log extends ElementwiseOp<One> {
  readonly name = 'log';
  entry(x: number): number {
    return Math.log(x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [divide(outGrad, x)];
  }
}

/** The natural logarithm, entry by entry; the shape of `a`. Of 0 it is −∞, and of a negative number NaN. */
export const log = (a: Tensor): Tensor => record(new Log(), [a]);

export class Sqrt extends ElementwiseOp<One> {
  readonly name = 'sqrt';
  entry(x: number): number {
    return Math.sqrt(x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    return [divide(outGrad, mulScalar(node, 2))]; // ḡ / 2y
  }
}

/** √x, entry by entry; the shape of `a`. Of a negative number it is NaN; at 0 the slope is ∞. */
export const sqrt = (a: Tensor): Tensor => record(new Sqrt(), [a]);

export class Sin extends ElementwiseOp<One> {
  readonly name = 'sin';
  entry(x: number): number {
    return Math.sin(x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [multiply(outGrad, cos(x))];
  }
}

/** The sine of an angle in radians, entry by entry; the shape of `a`. */
export const sin = (a: Tensor): Tensor => record(new Sin(), [a]);

export class Cos extends ElementwiseOp<One> {
  readonly name = 'cos';
  entry(x: number): number {
    return Math.cos(x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [negate(multiply(outGrad, sin(x)))];
  }
}

/** The cosine of an angle in radians, entry by entry; the shape of `a`. */
export const cos = (a: Tensor): Tensor => record(new Cos(), [a]);

export class Tanh extends ElementwiseOp<One> {
  readonly name = 'tanh';
  entry(x: number): number {
    return Math.tanh(x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const slope = addScalar(negate(multiply(node, node)), 1); // 1 − y²
    return [multiply(outGrad, slope)];
  }
}

/** The hyperbolic tangent, entry by entry; the shape of `a`. */
export const tanh = (a: Tensor): Tensor => record(new Tanh(), [a]);

export class Sigmoid extends ElementwiseOp<One> {
  readonly name = 'sigmoid';
  entry(x: number): number {
    return logistic(x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const slope = multiply(node, addScalar(negate(node), 1)); // y(1 − y)
    return [multiply(outGrad, slope)];
  }
}

/** 1 / (1 + e⁻ˣ), with the exponential of a number that is not positive: it cannot overflow. */
function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const small = Math.exp(x);
  return small / (1 + small);
}

/** 1 / (1 + e⁻ˣ), entry by entry; the shape of `a`. Nothing overflows. */
export const sigmoid = (a: Tensor): Tensor => record(new Sigmoid(), [a]);

export class EWisePow extends ElementwiseOp<Two> {
  readonly name = 'power';
  entry(x: number, y: number): number {
    return powerOf(x, y);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [a, b] = node.inputs;
    // Where a or b is 0, b·aᵇ⁻¹ and y·ln a can be 0 · ∞: there a⁰ and ln 1 are used, and the slope is 0.
    const isConstant = maskOfPair(a, b, (x, y) => Number(y === 0 && (x === 0 || Number.isNaN(x))));
    const isZero = maskOfPair(a, b, (x, y) => Number(x === 0 && y >= 0));
    const slope = multiply(b, power(a, add(addScalar(b, -1), isConstant))); // b·aᵇ⁻¹
    const slopeOfExponent = multiply(node, log(add(a, isZero))); // y·ln a
    return [
      masked(multiply(outGrad, slope), addScalar(negate(isConstant), 1)),
      masked(multiply(outGrad, slopeOfExponent), addScalar(negate(isZero), 1)),
    ];
  }
}

/** xʸ as in IEEE 754: 1 to any power is 1, and so is −1 to an infinite one; JavaScript gives NaN for these. */
function powerOf(x: number, y: number): number {
  return x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) ? 1 : x ** y;
}

/**
 * aᵇ, entry by entry, of shapes that broadcast; as in IEEE 754, 1 to any power is 1. The slope by b is aᵇ ln a: NaN for a
 * negative base, and taken as 0 at 0ᵇ for b ≥ 0. @throws {ShapeError} when they do not broadcast; {DTypeError} for two dtypes
 */
export const power = (a: Tensor, b: Tensor): Tensor => record(new EWisePow(), broadcast(a, b, 'power'));

export class PowerScalar extends ElementwiseOp<One> {
  readonly name = 'power_scalar';
  constructor(readonly scalar: number) {
    super();
  }
  entry(x: number): number {
    return x ** this.scalar;
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    // x⁰ is 1 everywhere, and 0·x⁻¹ would be NaN at 0.
    if (this.scalar === 0) return [zeros(x.shape, { dtype: x.dtype })];
    const slope = mulScalar(powerScalar(x, this.scalar - 1), this.scalar); // n·xⁿ⁻¹
    return [multiply(outGrad, slope)];
  }
}

/** xⁿ for one number n, entry by entry; the shape of `a`. */
export const powerScalar = (a: Tensor, scalar: number): Tensor => record(new PowerScalar(scalar), [a]);
