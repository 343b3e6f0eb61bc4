/** Derivatives of powers, exponentials and their friends, remembered wrongly. */
import {
  addScalar,
  type Cos,
  cos,
  divide,
  type EWisePow,
  type Exp,
  type Log,
  log,
  mulScalar,
  multiply,
  negate,
  type One,
  type PowerScalar,
  power,
  powerScalar,
  type Sigmoid,
  type Sin,
  type Sqrt,
  sin,
  type Tanh,
  type Two,
} from '../engine/index.js';
import { ruleOf } from './misconception.js';

const rule = ruleOf('exponential');

export const formulas = [
  rule<Exp, One>({
    name: 'exp-returns-its-value',
    op: 'exp',
    breaks: 'vjp',
    says: 'The value eˣ is returned as it is, without outGrad.',
    hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
    gradient(_, node) {
      return [node];
    },
  }),
  rule<Exp, One>({
    name: 'exp-multiplies-with-the-input',
    op: 'exp',
    breaks: 'vjp',
    says: 'outGrad is multiplied with x instead of with eˣ.',
    hint: 'Which function is its own derivative?',
    gradient(outGrad, node) {
      return [multiply(outGrad, node.inputs[0])];
    },
  }),
  rule<Log, One>({
    name: 'log-divides-by-its-value',
    op: 'log',
    breaks: 'vjp',
    says: 'outGrad is divided by ln x instead of by x.',
    hint: 'Is ln flat at x = 1, where it is 0?',
    gradient(outGrad, node) {
      return [divide(outGrad, node)];
    },
  }),
  rule<Sqrt, One>({
    name: 'sqrt-multiplies-where-it-must-divide',
    op: 'sqrt',
    breaks: 'vjp',
    says: 'The gradient is ḡ·√x/2 instead of ḡ/(2√x).',
    hint: '√x is x to the power ½: which exponent is left?',
    gradient(outGrad, node) {
      return [mulScalar(multiply(outGrad, node), 0.5)];
    },
  }),
  rule<Sin, One>({
    name: 'sin-returns-sin',
    op: 'sin',
    breaks: 'vjp',
    says: 'outGrad is multiplied with sin x instead of with cos x.',
    hint: 'How steep is sin at 0, where it is 0?',
    gradient(outGrad, node) {
      return [multiply(outGrad, sin(node.inputs[0]))];
    },
  }),
  rule<Cos, One>({
    name: 'cos-is-minus-cos',
    op: 'cos',
    breaks: 'vjp',
    says: 'The gradient is −ḡ·cos x.',
    hint: 'How steep is cos at 0, where it is largest?',
    gradient(outGrad, node) {
      return [negate(multiply(outGrad, cos(node.inputs[0])))];
    },
  }),
  rule<Tanh, One>({
    name: 'tanh-takes-the-slope-of-sigmoid',
    op: 'tanh',
    breaks: 'vjp',
    says: 'The slope is taken as y(1 − y), which is that of the sigmoid.',
    hint: 'tanh is odd, so its slope is the same at x and −x.',
    gradient(outGrad, node) {
      return [multiply(outGrad, multiply(node, addScalar(negate(node), 1)))];
    },
  }),
  rule<Sigmoid, One>({
    name: 'sigmoid-takes-the-slope-of-tanh',
    op: 'sigmoid',
    breaks: 'vjp',
    says: 'The slope is taken as 1 − y², which is that of tanh.',
    hint: 'The sigmoid is flat far to the left, where y is 0.',
    gradient(outGrad, node) {
      return [multiply(outGrad, addScalar(negate(multiply(node, node)), 1))];
    },
  }),
  rule<EWisePow, Two>({
    name: 'power-swaps-the-adjoints',
    op: 'power',
    breaks: 'vjp',
    says: 'The adjoints are returned in swapped order.',
    hint: 'The first adjoint belongs to the first input: the base.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const slope = multiply(b, power(a, addScalar(b, -1)));
      return [multiply(outGrad, multiply(node, log(a))), multiply(outGrad, slope)];
    },
  }),
  rule<EWisePow, Two>({
    name: 'power-exponent-forgets-the-logarithm',
    op: 'power',
    breaks: 'vjp',
    says: 'The exponent gets ḡ·aᵇ, as if the base were e.',
    hint: 'aᵇ is e^(b·ln a): what stands beside b?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const slope = multiply(b, power(a, addScalar(b, -1)));
      return [multiply(outGrad, slope), multiply(outGrad, node)];
    },
  }),
  rule<EWisePow, Two>({
    name: 'power-base-forgets-the-factor',
    op: 'power',
    breaks: 'vjp',
    says: 'The base gets ḡ·aᵇ⁻¹; the factor b is missing.',
    hint: 'What comes down in front when you differentiate aᵇ by a?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const lowered = power(a, addScalar(b, -1));
      return [multiply(outGrad, lowered), multiply(outGrad, multiply(node, log(a)))];
    },
  }),
  rule<PowerScalar, One>({
    name: 'power-scalar-subtracts-one-from-the-power',
    op: 'power_scalar',
    breaks: 'vjp',
    says: 'The gradient is ḡ·n·(xⁿ − 1): 1 is taken from the power instead of from the exponent.',
    hint: 'Check it with n = 1: the gradient is outGrad alone.',
    gradient(outGrad, node) {
      return [multiply(outGrad, mulScalar(addScalar(node, -1), this.scalar))];
    },
  }),
  rule<PowerScalar, One>({
    name: 'power-scalar-is-the-power-less-one',
    op: 'power_scalar',
    breaks: 'vjp',
    says: 'The gradient is ḡ·(xⁿ − 1).',
    hint: 'What comes down in front, and where is the 1 taken away?',
    gradient(outGrad, node) {
      return [multiply(outGrad, addScalar(node, -1))];
    },
  }),
  rule<PowerScalar, One>({
    name: 'power-scalar-multiplies-where-it-must-raise',
    op: 'power_scalar',
    breaks: 'vjp',
    says: 'The gradient is ḡ·n·(n − 1)·x: x is multiplied with n − 1 instead of raised to it.',
    hint: 'Check it with n = 1: the gradient is outGrad alone.',
    gradient(outGrad, node) {
      return [multiply(outGrad, mulScalar(node.inputs[0], this.scalar * (this.scalar - 1)))];
    },
  }),
  rule<PowerScalar, One>({
    name: 'power-scalar-lowers-the-factor-too',
    op: 'power_scalar',
    breaks: 'vjp',
    says: 'The gradient is ḡ·(n − 1)·xⁿ⁻¹: the factor is lowered as the exponent is.',
    hint: 'Check it with n = 1: the gradient is outGrad alone.',
    gradient(outGrad, node) {
      const lowered = powerScalar(node.inputs[0], this.scalar - 1);
      return [multiply(outGrad, mulScalar(lowered, this.scalar - 1))];
    },
  }),
  rule<PowerScalar, One>({
    name: 'power-scalar-forgets-the-cotangent',
    op: 'power_scalar',
    breaks: 'vjp',
    says: 'n·xⁿ⁻¹ is returned, without outGrad.',
    hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
    gradient(_, node) {
      return [mulScalar(powerScalar(node.inputs[0], this.scalar - 1), this.scalar)];
    },
  }),
];
