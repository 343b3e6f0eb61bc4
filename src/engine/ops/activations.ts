/** Relatives of relu and maximum, most of them smooth, entry by entry. */
import type { Node, One, Two } from '../autograd/op.js';
import { erf as erfOf } from '../kernels/erf.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { add, addScalar, mulScalar, multiply, negate, subtract } from './elementwise.js';
import { ElementwiseOp } from './elementwise-op.js';
import { exp, sigmoid, tanh } from './exponential.js';
import { mask, masked } from './mask.js';
import { broadcast } from './shape.js';

export class Softplus extends ElementwiseOp<One> {
  readonly name = 'softplus';
  entry(x: number): number {
    // ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|), where no exponential overflows.
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [multiply(outGrad, sigmoid(x))];
  }
}

/** ln(1 + eˣ), entry by entry; the shape of `a`. Nothing overflows. */
export const softplus = (a: Tensor): Tensor => record(new Softplus(), [a]);

export class LogAddExp extends ElementwiseOp<Two> {
  readonly name = 'logaddexp';
  entry(x: number, y: number): number {
    // ln(eˣ + eʸ) = max(x, y) + ln(1 + e^−|x − y|), where no exponential overflows; of equal infinities x − y is NaN.
    return Math.max(x, y) + Math.log1p(Math.exp(x === y ? 0 : -Math.abs(x - y)));
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [a, b] = node.inputs;
    // eᵃ/(eᵃ + eᵇ) is σ(a − b): the softmax of both.
    return [multiply(outGrad, sigmoid(subtract(a, b))), multiply(outGrad, sigmoid(subtract(b, a)))];
  }
}

/** ln(eᵃ + eᵇ), a smooth maximum, of shapes that broadcast. As in PyTorch: -∞ where both are -∞, and there, as where both are ∞, no slope. */
export const logaddexp = (a: Tensor, b: Tensor): Tensor =>
  record(new LogAddExp(), broadcast(a, b, 'logaddexp'));

export class Erf extends ElementwiseOp<One> {
  readonly name = 'erf';
  entry(x: number): number {
    return erfOf(x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const slope = mulScalar(exp(negate(multiply(x, x))), 2 / Math.sqrt(Math.PI)); // 2/√π · e^(−x²)
    return [multiply(outGrad, slope)];
  }
}

/** The error function 2/√π ∫₀ˣ e^(−t²) dt, entry by entry; the shape of `a`. */
export const erf = (a: Tensor): Tensor => record(new Erf(), [a]);

const rootTwoOverPi = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

export class Gelu extends ElementwiseOp<One> {
  readonly name = 'gelu';
  constructor(readonly approximate: 'none' | 'tanh') {
    super();
  }
  entry(x: number): number {
    return this.approximate === 'none'
      ? (x / 2) * (1 + erfOf(x / Math.SQRT2))
      : (x / 2) * (1 + Math.tanh(rootTwoOverPi * (x + cubic * x ** 3)));
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [multiply(outGrad, this.approximate === 'none' ? exactSlope(x) : tanhSlope(x))];
  }
}

/** Φ(x) + xφ(x), with Φ and φ of the standard normal distribution. */
function exactSlope(x: Tensor): Tensor {
  const below = mulScalar(addScalar(erf(mulScalar(x, Math.SQRT1_2)), 1), 0.5);
  const density = mulScalar(exp(mulScalar(multiply(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return add(below, multiply(x, density));
}

/** ½(1 + t) + ½x(1 − t²)z′, with t = tanh z and z = √(2/π) (x + 0.044715 x³). */
function tanhSlope(x: Tensor): Tensor {
  const square = multiply(x, x);
  const t = tanh(mulScalar(add(x, mulScalar(multiply(square, x), cubic)), rootTwoOverPi));
  const zSlope = mulScalar(addScalar(mulScalar(square, 3 * cubic), 1), rootTwoOverPi);
  const tSlope = multiply(addScalar(negate(multiply(t, t)), 1), zSlope);
  return mulScalar(add(addScalar(t, 1), multiply(x, tSlope)), 0.5);
}

/**
 * xΦ(x), with Φ the distribution function of the standard normal, or its approximation by a tanh (Hendrycks and Gimpel,
 * 2016); entry by entry, the shape of `a`.
 */
export const gelu = (a: Tensor, approximate: 'none' | 'tanh' = 'none'): Tensor =>
  record(new Gelu(approximate), [a]);

export class SiLU extends ElementwiseOp<One> {
  readonly name = 'silu';
  entry(x: number): number {
    // xσ(x), with the exponential of a number that is not positive.
    const small = Math.exp(-Math.abs(x));
    return (x >= 0 ? x : x * small) / (1 + small);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    // σ(x)(1 + xσ(−x)), where 1 − σ(x) would cancel on the right.
    const slope = multiply(sigmoid(x), addScalar(multiply(x, sigmoid(negate(x))), 1));
    return [multiply(outGrad, slope)];
  }
}

/** xσ(x), also called swish, entry by entry; the shape of `a`. */
export const silu = (a: Tensor): Tensor => record(new SiLU(), [a]);

export class Hardswish extends ElementwiseOp<One> {
  readonly name = 'hardswish';
  entry(x: number): number {
    return x <= -3 ? 0 : x >= 3 ? x : (x * (x + 3)) / 6;
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const inside = mask(x, (entry) => Number(!(Math.abs(entry) >= 3)));
    const right = mask(x, (entry) => Number(entry >= 3));
    const slope = addScalar(mulScalar(x, 1 / 3), 0.5);
    return [add(masked(multiply(outGrad, slope), inside), masked(outGrad, right))];
  }
}

/** x·min(max(x + 3, 0), 6)/6, entry by entry (Howard et al., 2019); its slope is taken as 0 at −3, and as 1 at 3. */
export const hardswish = (a: Tensor): Tensor => record(new Hardswish(), [a]);
