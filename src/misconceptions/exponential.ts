/** Wrong rules of powers, exponentials and their friends. */
import {
  addScalar,
  type Cos,
  cos,
  divide,
  divideScalar,
  type EWisePow,
  type Exp,
  exp,
  type Log,
  log,
  mulScalar,
  multiply,
  negate,
  type One,
  ones,
  type PowerScalar,
  power,
  powerScalar,
  type Sigmoid,
  type Sin,
  type Sqrt,
  sin,
  subtract,
  type Tanh,
  type Two,
} from '../engine/index.js';
import { ruleOf } from './misconception.js';

const rule = ruleOf('exponential');
const derivativeHint = 'A gradient method returns outGrad times the derivative, not the derivative.';

export const exponential = [
  rule<Exp, One>({
    name: 'exp-forgets-the-cotangent',
    op: 'exp',
    breaks: 'vjp',
    says: 'eˣ is returned, without outGrad.',
    hint: derivativeHint,
    gradient(_, node) {
      return [exp(node.inputs[0])];
    },
  }),
  rule<Exp, One>({
    name: 'exp-differentiated-as-a-power',
    op: 'exp',
    breaks: 'vjp',
    says: 'eˣ is differentiated by the power rule, as x·eˣ⁻¹.',
    hint: 'In eˣ the variable is the exponent, not the base.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [multiply(outGrad, multiply(x, exp(addScalar(x, -1))))];
    },
  }),
  rule<Exp, One>({
    name: 'exp-computes-on-raw-data',
    op: 'exp',
    breaks: 'second',
    says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
    hint: 'Build the gradient from tensor functions; whoever asks for a second derivative differentiates it.',
    gradient(outGrad, node) {
      return [multiply(outGrad, node.detach())];
    },
  }),
  rule<Log, One>({
    name: 'log-forgets-the-cotangent',
    op: 'log',
    breaks: 'vjp',
    says: '1/x is returned, without outGrad.',
    hint: derivativeHint,
    gradient(_, node) {
      const [x] = node.inputs;
      return [divide(ones(x.shape, { dtype: x.dtype }), x)];
    },
  }),
  rule<Log, One>({
    name: 'log-multiplies',
    op: 'log',
    breaks: 'vjp',
    says: 'outGrad is multiplied with x instead of divided by it.',
    hint: 'Is ln steeper near 0 or far from it?',
    gradient(outGrad, node) {
      return [multiply(outGrad, node.inputs[0])];
    },
  }),
  rule<Sqrt, One>({
    name: 'sqrt-divides-by-the-input',
    op: 'sqrt',
    breaks: 'vjp',
    says: 'The gradient is ḡ/(2x) instead of ḡ/(2√x).',
    hint: '√x is x to the power ½: which exponent is left?',
    gradient(outGrad, node) {
      return [divide(outGrad, mulScalar(node.inputs[0], 2))];
    },
  }),
  rule<Sqrt, One>({
    name: 'sqrt-forgets-the-half',
    op: 'sqrt',
    breaks: 'vjp',
    says: 'The gradient is ḡ/√x; the factor ½ is missing.',
    hint: '√x is x to the power ½: what comes down in front?',
    gradient(outGrad, node) {
      return [divide(outGrad, node)];
    },
  }),
  rule<Sin, One>({
    name: 'sin-has-the-sign-of-cos',
    op: 'sin',
    breaks: 'vjp',
    says: 'The gradient is −ḡ·cos(x).',
    hint: 'Which way does sin go at 0?',
    gradient(outGrad, node) {
      return [negate(multiply(outGrad, cos(node.inputs[0])))];
    },
  }),
  rule<Sin, One>({
    name: 'sin-by-finite-differences',
    op: 'sin',
    breaks: 'vjp',
    says: 'The slope is measured with a small step instead of written as a rule.',
    hint: 'A difference quotient is right to six digits at best; the derivative has a formula.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const step = 1e-6;
      const slope = divideScalar(subtract(sin(addScalar(x, step)), sin(addScalar(x, -step))), 2 * step);
      return [multiply(outGrad, slope)];
    },
  }),
  rule<Cos, One>({
    name: 'cos-forgets-the-sign',
    op: 'cos',
    breaks: 'vjp',
    says: 'The gradient is +ḡ·sin(x).',
    hint: 'Which way does cos go just right of 0?',
    gradient(outGrad, node) {
      return [multiply(outGrad, sin(node.inputs[0]))];
    },
  }),
  rule<Tanh, One>({
    name: 'tanh-squares-the-input',
    op: 'tanh',
    breaks: 'vjp',
    says: 'The slope is taken as 1 − x² instead of 1 − tanh(x)².',
    hint: 'The slope of tanh is written with its value, not with its input.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [multiply(outGrad, addScalar(negate(multiply(x, x)), 1))];
    },
  }),
  rule<Tanh, One>({
    name: 'tanh-forgets-the-square',
    op: 'tanh',
    breaks: 'vjp',
    says: 'The slope is taken as 1 − y instead of 1 − y².',
    hint: 'tanh is odd, so its slope is the same at x and −x.',
    gradient(outGrad, node) {
      return [multiply(outGrad, addScalar(negate(node), 1))];
    },
  }),
  rule<Tanh, One>({
    name: 'tanh-adds-the-square',
    op: 'tanh',
    breaks: 'vjp',
    says: 'The slope is taken as 1 + y² instead of 1 − y².',
    hint: 'tanh gets flatter away from 0.',
    gradient(outGrad, node) {
      return [multiply(outGrad, addScalar(multiply(node, node), 1))];
    },
  }),
  rule<Sigmoid, One>({
    name: 'sigmoid-returns-its-value',
    op: 'sigmoid',
    breaks: 'vjp',
    says: 'The slope is taken as y.',
    hint: 'The sigmoid is flat far to the right, where y is 1.',
    gradient(outGrad, node) {
      return [multiply(outGrad, node)];
    },
  }),
  rule<Sigmoid, One>({
    name: 'sigmoid-adds',
    op: 'sigmoid',
    breaks: 'vjp',
    says: 'The slope is taken as y(1 + y) instead of y(1 − y).',
    hint: 'The sigmoid is flat far to the right, where y is 1.',
    gradient(outGrad, node) {
      return [multiply(outGrad, multiply(node, addScalar(node, 1)))];
    },
  }),
  rule<Sigmoid, One>({
    name: 'sigmoid-mixes-value-and-input',
    op: 'sigmoid',
    breaks: 'vjp',
    says: 'The slope is taken as y(1 − x) instead of y(1 − y).',
    hint: 'The slope of the sigmoid is written with its value alone.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [multiply(outGrad, multiply(node, addScalar(negate(x), 1)))];
    },
  }),
  rule<EWisePow, Two>({
    name: 'power-exponent-forgets-the-cotangent',
    op: 'power',
    breaks: 'vjp',
    says: 'The exponent gets aᵇ·ln a, without outGrad.',
    hint: derivativeHint,
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [multiply(outGrad, multiply(b, power(a, addScalar(b, -1)))), multiply(node, log(a))];
    },
  }),
  rule<EWisePow, Two>({
    name: 'power-exponent-takes-the-wrong-logarithm',
    op: 'power',
    breaks: 'vjp',
    says: 'The exponent gets ḡ·aᵇ·ln b.',
    hint: 'aᵇ is e^(b·ln a): which logarithm stands beside b?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const slope = multiply(b, power(a, addScalar(b, -1)));
      return [multiply(outGrad, slope), multiply(outGrad, multiply(node, log(b)))];
    },
  }),
  rule<EWisePow, Two>({
    name: 'power-exponent-by-the-power-rule',
    op: 'power',
    breaks: 'vjp',
    says: 'The exponent gets b·aᵇ⁻¹, as the base does.',
    hint: 'The power rule is for the base. For the exponent, write aᵇ as e^(b·ln a).',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const slope = multiply(outGrad, multiply(b, power(a, addScalar(b, -1))));
      return [slope, slope];
    },
  }),
  rule<EWisePow, Two>({
    name: 'power-base-forgets-the-cotangent',
    op: 'power',
    breaks: 'vjp',
    says: 'The base gets b·aᵇ⁻¹, without outGrad.',
    hint: derivativeHint,
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [multiply(b, power(a, addScalar(b, -1))), multiply(outGrad, multiply(node, log(a)))];
    },
  }),
  rule<PowerScalar, One>({
    name: 'power-scalar-keeps-the-exponent',
    op: 'power_scalar',
    breaks: 'vjp',
    says: 'The gradient is ḡ·n·xⁿ; the exponent was not lowered.',
    hint: 'What happens to the exponent when you differentiate xⁿ?',
    gradient(outGrad, node) {
      return [multiply(outGrad, mulScalar(node, this.scalar))];
    },
  }),
  rule<PowerScalar, One>({
    name: 'power-scalar-multiplies-by-the-input',
    op: 'power_scalar',
    breaks: 'vjp',
    says: 'The gradient is ḡ·n·x·xⁿ⁻¹; one x too many.',
    hint: 'Check it with n = 1: the gradient is outGrad alone.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [multiply(outGrad, mulScalar(multiply(x, powerScalar(x, this.scalar - 1)), this.scalar))];
    },
  }),
  rule<PowerScalar, One>({
    name: 'power-scalar-forgets-the-factor',
    op: 'power_scalar',
    breaks: 'vjp',
    says: 'The gradient is ḡ·xⁿ⁻¹; the factor n is missing.',
    hint: 'What comes down in front when you differentiate xⁿ?',
    gradient(outGrad, node) {
      return [multiply(outGrad, powerScalar(node.inputs[0], this.scalar - 1))];
    },
  }),
  rule<PowerScalar, One>({
    name: 'power-scalar-is-zero',
    op: 'power_scalar',
    breaks: 'vjp',
    says: 'The gradient is zero, as if the power were a constant.',
    hint: 'The exponent is a constant; the base is not.',
    gradient(outGrad) {
      return [mulScalar(outGrad, 0)];
    },
  }),
  rule<PowerScalar, One>({
    name: 'power-scalar-is-nan-at-zero',
    op: 'power_scalar',
    breaks: 'vjp',
    says: 'The gradient is computed as n·xⁿ/x, which is NaN at x = 0.',
    hint: 'Try x = 0 with n = 2.',
    gradient(outGrad, node) {
      return [multiply(outGrad, mulScalar(divide(node, node.inputs[0]), this.scalar))];
    },
  }),
];
