/** Wrong rules of exponentials, logarithms and powers. */
import {
  addScalar,
  divide,
  exp,
  log,
  mulScalar,
  multiply,
  type One,
  ones,
  power,
  powerScalar,
  type Two,
} from '../engine/index.js';
import type { EWisePow, Exp, Log, PowerScalar, Sqrt } from '../engine/ops/exponential.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf('exponential');

export const exponential = [
  ...rules<Exp, One>('exp', {
    'exp-forgets-the-cotangent': {
      says: 'eˣ is returned, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient: (_, node) => [exp(node.inputs[0])],
    },
    'exp-differentiated-as-a-power': {
      says: 'eˣ is differentiated by the power rule, as x·eˣ⁻¹.',
      hint: 'In eˣ the variable is the exponent, not the base.',
      gradient: (outGrad, { inputs: [x] }) => [multiply(outGrad, multiply(x, exp(addScalar(x, -1))))],
    },
    'exp-computes-on-raw-data': {
      breaks: 'second',
      says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
      hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
      gradient: (outGrad, node) => [multiply(outGrad, node.detach())],
    },
    'exp-returns-its-value': {
      says: 'The value eˣ is returned as it is, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient: (_, node) => [node],
    },
    'exp-multiplies-with-the-input': {
      says: 'outGrad is multiplied by x instead of with eˣ.',
      hint: 'Which function is its own derivative?',
      gradient: (outGrad, node) => [multiply(outGrad, node.inputs[0])],
    },
  }),
  ...rules<Log, One>('log', {
    'log-forgets-the-cotangent': {
      says: '1/x is returned, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient: (_, { inputs: [x] }) => [divide(ones(x.shape, { dtype: x.dtype }), x)],
    },
    'log-multiplies': {
      says: 'outGrad is multiplied by x instead of divided by it.',
      hint: 'Is ln steeper near 0 or far from it?',
      gradient: (outGrad, node) => [multiply(outGrad, node.inputs[0])],
    },
    'log-divides-by-its-value': {
      says: 'outGrad is divided by ln x instead of by x.',
      hint: 'Is ln flat at x = 1, where it is 0?',
      gradient: (outGrad, node) => [divide(outGrad, node)],
    },
  }),
  ...rules<Sqrt, One>('sqrt', {
    'sqrt-divides-by-the-input': {
      says: 'The gradient is ḡ/(2x) instead of ḡ/(2√x).',
      hint: '√x is x to the power ½: which exponent is left?',
      gradient: (outGrad, node) => [divide(outGrad, mulScalar(node.inputs[0], 2))],
    },
    'sqrt-forgets-the-half': {
      says: 'The gradient is ḡ/√x; the factor ½ is missing.',
      hint: '√x is x to the power ½: what comes down in front?',
      gradient: (outGrad, node) => [divide(outGrad, node)],
    },
    'sqrt-multiplies-where-it-must-divide': {
      says: 'The gradient is ḡ·√x/2 instead of ḡ/(2√x).',
      hint: '√x is x to the power ½: which exponent is left?',
      gradient: (outGrad, node) => [mulScalar(multiply(outGrad, node), 0.5)],
    },
  }),
  ...rules<EWisePow, Two>('power', {
    'power-exponent-forgets-the-cotangent': {
      says: 'The exponent gets aᵇ·ln a, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient(outGrad, node) {
        const [a, b] = node.inputs;
        return [multiply(outGrad, multiply(b, power(a, addScalar(b, -1)))), multiply(node, log(a))];
      },
    },
    'power-exponent-takes-the-wrong-logarithm': {
      says: 'The exponent gets ḡ·aᵇ·ln b.',
      hint: 'aᵇ is e^(b·ln a): which logarithm is multiplied by b?',
      gradient(outGrad, node) {
        const [a, b] = node.inputs;
        const slope = multiply(b, power(a, addScalar(b, -1)));
        return [multiply(outGrad, slope), multiply(outGrad, multiply(node, log(b)))];
      },
    },
    'power-exponent-by-the-power-rule': {
      says: 'The exponent gets b·aᵇ⁻¹, as the base does.',
      hint: 'The power rule is for the base. For the exponent, write aᵇ as e^(b·ln a).',
      gradient(outGrad, { inputs: [a, b] }) {
        const slope = multiply(outGrad, multiply(b, power(a, addScalar(b, -1))));
        return [slope, slope];
      },
    },
    'power-base-forgets-the-cotangent': {
      says: 'The base gets b·aᵇ⁻¹, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient(outGrad, node) {
        const [a, b] = node.inputs;
        return [multiply(b, power(a, addScalar(b, -1))), multiply(outGrad, multiply(node, log(a)))];
      },
    },
    'power-swaps-the-adjoints': {
      says: 'The adjoints are returned in swapped order.',
      hint: 'The first adjoint belongs to the first input: the base.',
      gradient(outGrad, node) {
        const [a, b] = node.inputs;
        const slope = multiply(b, power(a, addScalar(b, -1)));
        return [multiply(outGrad, multiply(node, log(a))), multiply(outGrad, slope)];
      },
    },
    'power-exponent-forgets-the-logarithm': {
      says: 'The exponent gets ḡ·aᵇ, as if the base were e.',
      hint: 'aᵇ is e^(b·ln a): what is multiplied by b?',
      gradient(outGrad, node) {
        const [a, b] = node.inputs;
        const slope = multiply(b, power(a, addScalar(b, -1)));
        return [multiply(outGrad, slope), multiply(outGrad, node)];
      },
    },
    'power-base-forgets-the-factor': {
      says: 'The base gets ḡ·aᵇ⁻¹; the factor b is missing.',
      hint: 'What comes down in front when you differentiate aᵇ by a?',
      gradient(outGrad, node) {
        const [a, b] = node.inputs;
        const lowered = power(a, addScalar(b, -1));
        return [multiply(outGrad, lowered), multiply(outGrad, multiply(node, log(a)))];
      },
    },
  }),
  ...rules<PowerScalar, One>('power_scalar', {
    'power-scalar-keeps-the-exponent': {
      says: 'The gradient is ḡ·n·xⁿ; the exponent was not lowered.',
      hint: 'What happens to the exponent when you differentiate xⁿ?',
      gradient(outGrad, node) {
        return [multiply(outGrad, mulScalar(node, this.scalar))];
      },
    },
    'power-scalar-multiplies-by-the-input': {
      says: 'The gradient is ḡ·n·x·xⁿ⁻¹; one x too many.',
      hint: 'Check it with n = 1: the gradient is outGrad alone.',
      gradient(outGrad, { inputs: [x] }) {
        return [multiply(outGrad, mulScalar(multiply(x, powerScalar(x, this.scalar - 1)), this.scalar))];
      },
    },
    'power-scalar-forgets-the-factor': {
      says: 'The gradient is ḡ·xⁿ⁻¹; the factor n is missing.',
      hint: 'What comes down in front when you differentiate xⁿ?',
      gradient(outGrad, node) {
        return [multiply(outGrad, powerScalar(node.inputs[0], this.scalar - 1))];
      },
    },
    'power-scalar-is-zero': {
      says: 'The gradient is zero, as if the power were a constant.',
      hint: 'The exponent is a constant; the base is not.',
      gradient: (outGrad) => [mulScalar(outGrad, 0)],
    },
    'power-scalar-is-nan-at-zero': {
      says: 'The gradient is computed as n·xⁿ/x, which is NaN at x = 0.',
      hint: 'Try x = 0 with n = 2.',
      gradient(outGrad, node) {
        return [multiply(outGrad, mulScalar(divide(node, node.inputs[0]), this.scalar))];
      },
    },
    'power-scalar-subtracts-one-from-the-power': {
      says: 'The gradient is ḡ·n·(xⁿ − 1): 1 is subtracted from the power instead of from the exponent.',
      hint: 'Check it with n = 1: the gradient is outGrad alone.',
      gradient(outGrad, node) {
        return [multiply(outGrad, mulScalar(addScalar(node, -1), this.scalar))];
      },
    },
    'power-scalar-is-the-power-less-one': {
      says: 'The gradient is ḡ·(xⁿ − 1).',
      hint: 'What comes down in front, and what is 1 subtracted from?',
      gradient: (outGrad, node) => [multiply(outGrad, addScalar(node, -1))],
    },
    'power-scalar-multiplies-where-it-must-raise': {
      says: 'The gradient is ḡ·n·(n − 1)·x: x is multiplied by n − 1 instead of raised to it.',
      hint: 'Check it with n = 1: the gradient is outGrad alone.',
      gradient(outGrad, node) {
        return [multiply(outGrad, mulScalar(node.inputs[0], this.scalar * (this.scalar - 1)))];
      },
    },
    'power-scalar-lowers-the-factor-too': {
      says: 'The gradient is ḡ·(n − 1)·xⁿ⁻¹: the factor is lowered as the exponent is.',
      hint: 'Check it with n = 1: the gradient is outGrad alone.',
      gradient(outGrad, node) {
        const lowered = powerScalar(node.inputs[0], this.scalar - 1);
        return [multiply(outGrad, mulScalar(lowered, this.scalar - 1))];
      },
    },
    'power-scalar-forgets-the-cotangent': {
      says: 'n·xⁿ⁻¹ is returned, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient(_, node) {
        return [mulScalar(powerScalar(node.inputs[0], this.scalar - 1), this.scalar)];
      },
    },
  }),
];
