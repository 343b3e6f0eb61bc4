/** Wrong rules of activations, and of functions that keep digits which others lose. */
import {
  add,
  addScalar,
  divide,
  exp,
  mask,
  masked,
  mulScalar,
  multiply,
  negate,
  type One,
  sigmoid,
  type Tensor,
  type Two,
} from '../engine/index.js';
import type { Erf, Hardswish, SiLU } from '../engine/ops/activations.js';
import type { Atan2, Expm1, Log1p } from '../engine/ops/transcendental.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

/** x² + y² */
const squares = ([y, x]: Two): Tensor => add(multiply(x, x), multiply(y, y));

/** 1 where the entry lies between −3 and 3. */
const between = (x: Tensor): Tensor => mask(x, (entry) => Number(Math.abs(entry) < 3));

export const smooth = [
  ...rules<SiLU, One>('silu', {
    'silu-forgets-the-product-rule': {
      says: 'The slope is σ(x) alone; xσ′(x) is missing.',
      hint: 'Both factors of xσ(x) depend on x.',
      gradient: (outGrad, { inputs: [x] }) => [multiply(outGrad, sigmoid(x))],
    },
    'silu-takes-the-value-for-the-sigmoid': {
      says: 'The slope is y(1 + x(1 − y)), with the value y in place of σ(x).',
      hint: 'Which of the two was saved: σ(x), or xσ(x)?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const inner = addScalar(multiply(x, addScalar(negate(node), 1)), 1);
        return [multiply(outGrad, multiply(node, inner))];
      },
    },
    'silu-differentiates-each-factor': {
      says: 'The slope is 1 · σ(x)(1 − σ(x)): the product of the slopes of both factors.',
      hint: 'The derivative of a product is not the product of the derivatives.',
      gradient(outGrad, { inputs: [x] }) {
        return [multiply(outGrad, multiply(sigmoid(x), sigmoid(negate(x))))];
      },
    },
  }),
  ...rules<Hardswish, One>('hardswish', {
    'hardswish-takes-the-slope-of-its-gate': {
      says: 'Between the bounds the slope is x/6, that of the gate (x + 3)/6 times x; the gate itself is missing.',
      hint: 'Both factors of x(x + 3)/6 depend on x.',
      gradient(outGrad, { inputs: [x] }) {
        const right = mask(x, (entry) => Number(entry >= 3));
        return [add(masked(multiply(outGrad, mulScalar(x, 1 / 6)), between(x)), masked(outGrad, right))];
      },
    },
    'hardswish-is-flat-beyond-both-bounds': {
      says: 'The slope is 0 to the right of 3, as it is to the left of −3.',
      hint: 'The gate is constant beyond 3, but what is multiplied by it is not.',
      gradient(outGrad, { inputs: [x] }) {
        return [masked(multiply(outGrad, addScalar(mulScalar(x, 1 / 3), 0.5)), between(x))];
      },
    },
  }),
  ...rules<Erf, One>('erf', {
    'erf-forgets-two-over-root-pi': {
      says: 'The slope is e^(−x²); the factor 2/√π is missing.',
      hint: 'What stands before the integral?',
      gradient: (outGrad, { inputs: [x] }) => [multiply(outGrad, exp(negate(multiply(x, x))))],
    },
    'erf-takes-the-normal-density': {
      says: 'The slope is e^(−x²/2)/√(2π), the density of the normal distribution.',
      hint: 'Φ(x) is ½(1 + erf(x/√2)): which of the two was asked for?',
      gradient(outGrad, { inputs: [x] }) {
        const density = mulScalar(exp(mulScalar(multiply(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
        return [multiply(outGrad, density)];
      },
    },
  }),
  ...rules<Log1p, One>('log1p', {
    'log1p-divides-by-its-argument': {
      says: 'The slope is 1/x, that of ln x.',
      hint: 'Of which number is the logarithm taken?',
      gradient: (outGrad, { inputs: [x] }) => [divide(outGrad, x)],
    },
    'log1p-divides-by-its-value': {
      says: 'The slope is 1/(1 + y), of the value, not of the input.',
      hint: 'Was the input saved, or the output?',
      gradient: (outGrad, node) => [divide(outGrad, addScalar(node, 1))],
    },
  }),
  ...rules<Expm1, One>('expm1', {
    'expm1-multiplies-with-its-value': {
      says: 'outGrad is multiplied by the value eˣ − 1, as for exp.',
      hint: 'What is the slope at 0, and what is the value there?',
      gradient: (outGrad, node) => [multiply(outGrad, node)],
    },
    'expm1-subtracts-one-from-its-slope': {
      says: 'The slope is eˣ − 1, computed anew.',
      hint: 'What becomes of a constant when it is differentiated?',
      gradient: (outGrad, { inputs: [x] }) => [multiply(outGrad, addScalar(exp(x), -1))],
    },
  }),
  ...rules<Atan2, Two>('atan2', {
    'atan2-swaps-its-arguments': {
      says: 'The adjoints are those of atan2(x, y): each has the wrong sign.',
      hint: 'The first argument is y: if y grows, does the angle of a point on the right grow?',
      gradient(outGrad, { inputs }) {
        const [y, x] = inputs;
        const share = divide(outGrad, squares(inputs));
        return [negate(multiply(share, x)), multiply(share, y)];
      },
    },
    'atan2-returns-its-adjoints-in-the-other-order': {
      says: 'The adjoint of x comes first.',
      hint: 'The first argument is y, and so is the first adjoint.',
      gradient(outGrad, { inputs }) {
        const [y, x] = inputs;
        const share = divide(outGrad, squares(inputs));
        return [negate(multiply(share, y)), multiply(share, x)];
      },
    },
    'atan2-gives-both-the-same-sign': {
      says: 'The adjoint of x is y/(x² + y²); its sign is missing.',
      hint: 'Above the x-axis: if x grows, which way does the angle go?',
      gradient(outGrad, { inputs }) {
        const [y, x] = inputs;
        const share = divide(outGrad, squares(inputs));
        return [multiply(share, x), multiply(share, y)];
      },
    },
    'atan2-does-not-divide-by-the-square': {
      says: 'The slopes are x and −y; the division by x² + y² is missing.',
      hint: 'Twice as far from the origin, how much does the angle change by the same step?',
      gradient: (outGrad, { inputs: [y, x] }) => [multiply(outGrad, x), negate(multiply(outGrad, y))],
    },
  }),
];
