/** Wrong rules of sines and sigmoids. */
import { addScalar, cos, divideScalar, multiply, negate, type One, sin, subtract } from '../engine/index.js';
import type { Cos, Sigmoid, Sin, Tanh } from '../engine/ops/exponential.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf('exponential');

export const curves = [
  ...rules<Sin, One>('sin', {
    'sin-has-the-sign-of-cos': {
      says: 'The gradient is −ḡ·cos(x).',
      hint: 'Which way does sin go at 0?',
      gradient: (outGrad, node) => [negate(multiply(outGrad, cos(node.inputs[0])))],
    },
    'sin-by-finite-differences': {
      says: 'The slope is measured with a small step instead of written as a rule.',
      hint: 'A difference quotient is right to a few digits at best; the derivative has a formula.',
      gradient(outGrad, { inputs: [x] }) {
        const step = 1e-6;
        const slope = divideScalar(subtract(sin(addScalar(x, step)), sin(addScalar(x, -step))), 2 * step);
        return [multiply(outGrad, slope)];
      },
    },
    'sin-returns-sin': {
      says: 'outGrad is multiplied by sin x instead of with cos x.',
      hint: 'How steep is sin at 0, where it is 0?',
      gradient: (outGrad, node) => [multiply(outGrad, sin(node.inputs[0]))],
    },
  }),
  ...rules<Cos, One>('cos', {
    'cos-forgets-the-sign': {
      says: 'The gradient is +ḡ·sin(x).',
      hint: 'Which way does cos go just right of 0?',
      gradient: (outGrad, node) => [multiply(outGrad, sin(node.inputs[0]))],
    },
    'cos-is-minus-cos': {
      says: 'The gradient is −ḡ·cos x.',
      hint: 'How steep is cos at 0, where it is largest?',
      gradient: (outGrad, node) => [negate(multiply(outGrad, cos(node.inputs[0])))],
    },
  }),
  ...rules<Tanh, One>('tanh', {
    'tanh-squares-the-input': {
      says: 'The slope is taken as 1 − x² instead of 1 − tanh(x)².',
      hint: 'The slope of tanh is written with its value, not with its input.',
      gradient: (outGrad, { inputs: [x] }) => [multiply(outGrad, addScalar(negate(multiply(x, x)), 1))],
    },
    'tanh-forgets-the-square': {
      says: 'The slope is taken as 1 − y instead of 1 − y².',
      hint: 'tanh is odd, so its slope is the same at x and −x.',
      gradient: (outGrad, node) => [multiply(outGrad, addScalar(negate(node), 1))],
    },
    'tanh-adds-the-square': {
      says: 'The slope is taken as 1 + y² instead of 1 − y².',
      hint: 'tanh gets flatter away from 0.',
      gradient: (outGrad, node) => [multiply(outGrad, addScalar(multiply(node, node), 1))],
    },
    'tanh-takes-the-slope-of-sigmoid': {
      says: 'The slope is taken as y(1 − y), which is that of the sigmoid.',
      hint: 'tanh is odd, so its slope is the same at x and −x.',
      gradient: (outGrad, node) => [multiply(outGrad, multiply(node, addScalar(negate(node), 1)))],
    },
  }),
  ...rules<Sigmoid, One>('sigmoid', {
    'sigmoid-returns-its-value': {
      says: 'The slope is taken as y.',
      hint: 'The sigmoid is flat far to the right, where y is 1.',
      gradient: (outGrad, node) => [multiply(outGrad, node)],
    },
    'sigmoid-adds': {
      says: 'The slope is taken as y(1 + y) instead of y(1 − y).',
      hint: 'The sigmoid is flat far to the right, where y is 1.',
      gradient: (outGrad, node) => [multiply(outGrad, multiply(node, addScalar(node, 1)))],
    },
    'sigmoid-mixes-value-and-input': {
      says: 'The slope is taken as y(1 − x) instead of y(1 − y).',
      hint: 'The slope of the sigmoid is written with its value alone.',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [multiply(outGrad, multiply(node, addScalar(negate(x), 1)))];
      },
    },
    'sigmoid-takes-the-slope-of-tanh': {
      says: 'The slope is taken as 1 − y², which is that of tanh.',
      hint: 'The sigmoid is flat far to the left, where y is 0.',
      gradient: (outGrad, node) => [multiply(outGrad, addScalar(negate(multiply(node, node)), 1))],
    },
  }),
];
