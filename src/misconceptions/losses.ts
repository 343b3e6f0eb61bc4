/** Wrong rules of smooth activations and of losses. */

import { at } from '../case/at.js';
import { tensorData } from '../case/tensor-data.js';
import {
  add,
  addScalar,
  divide,
  erf,
  exp,
  mulScalar,
  multiply,
  negate,
  type One,
  sigmoid,
  sizeOf,
  softmax,
  subtract,
  Tensor,
  type Two,
  tanh,
} from '../engine/index.js';
import type { Gelu, LogAddExp, Softplus } from '../engine/ops/activations.js';
import type { CrossEntropy, MseLoss } from '../engine/ops/losses.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

/** 1 at each row's label, else 0. */
function oneHot({ dtype, shape }: Tensor, labels: readonly number[]): Tensor {
  const classes = at(shape, 1);
  const data = labels.flatMap((label) => Array.from({ length: classes }, (_, c) => (c === label ? 1 : 0)));
  return Tensor.fromData(tensorData(dtype, shape, data));
}

/** factor · ḡ(a − b) */
const difference = (outGrad: Tensor, factor: number, [a, b]: Two): Tensor =>
  multiply(mulScalar(outGrad, factor), subtract(a, b));

/** For a and for b of a function of a − b. */
const bothWays = (slope: Tensor): Two => [slope, negate(slope)];

export const activations = [
  ...rules<Softplus, One>('softplus', {
    'softplus-multiplies-with-its-value': {
      says: 'outGrad is multiplied by the value, as for exp.',
      hint: 'What is the derivative of ln(1 + eˣ)?',
      gradient: (outGrad, node) => [multiply(outGrad, node)],
    },
    'softplus-takes-the-sigmoid-of-its-value': {
      says: 'The slope is σ(y), of the value, not of the input.',
      hint: 'Was the input saved, or the output?',
      gradient: (outGrad, node) => [multiply(outGrad, sigmoid(node))],
    },
    'softplus-takes-the-slope-of-the-sigmoid': {
      says: 'The slope is σ(x)(1 − σ(x)): one derivative too many.',
      hint: 'The derivative of softplus is the sigmoid itself, not the derivative of the sigmoid.',
      gradient(outGrad, node) {
        const s = sigmoid(node.inputs[0]);
        return [multiply(outGrad, multiply(s, addScalar(negate(s), 1)))];
      },
    },
    'softplus-takes-a-tanh': {
      says: 'The slope is tanh x.',
      hint: 'Far to the left the function is flat, and far to the right its slope is 1; which function goes from 0 to 1?',
      gradient: (outGrad, node) => [multiply(outGrad, tanh(node.inputs[0]))],
    },
  }),
  ...rules<LogAddExp, Two>('logaddexp', {
    'logaddexp-does-not-normalize': {
      breaks: 'vjp',
      says: 'The slopes are eᵃ and eᵇ; the division by their sum is missing.',
      hint: 'The derivative of ln S is 1/S times the derivative of S.',
      gradient(outGrad, node) {
        const [a, b] = node.inputs;
        return [multiply(outGrad, exp(a)), multiply(outGrad, exp(b))];
      },
    },
    'logaddexp-overflows': {
      breaks: 'vjp',
      says: 'The slopes are eᵃ/(eᵃ + eᵇ) and eᵇ/(eᵃ + eᵇ) as written, so that e¹⁰⁰⁰ overflows.',
      hint: 'Try a = 1000. The slopes do not change when a and b are shifted alike.',
      gradient(outGrad, node) {
        const [a, b] = node.inputs.map(exp) as [Tensor, Tensor];
        const total = add(a, b);
        return [multiply(outGrad, divide(a, total)), multiply(outGrad, divide(b, total))];
      },
    },
    'logaddexp-swaps-its-slopes': {
      breaks: 'vjp',
      says: 'Each argument gets the slope of the other.',
      hint: 'Which of the two does a smooth maximum follow, the larger or the smaller?',
      gradient(outGrad, node) {
        const [a, b] = node.inputs;
        return [multiply(outGrad, sigmoid(subtract(b, a))), multiply(outGrad, sigmoid(subtract(a, b)))];
      },
    },
  }),
  ...rules<Gelu, One>('gelu', {
    'gelu-forgets-the-product-rule': {
      says: 'The slope is Φ(x) alone; xφ(x) is missing.',
      hint: 'Both factors of xΦ(x) depend on x.',
      gradient(outGrad, node) {
        const below = addScalar(erf(mulScalar(node.inputs[0], Math.SQRT1_2)), 1);
        return [multiply(outGrad, mulScalar(below, 0.5))];
      },
    },
    'gelu-takes-the-sigmoid-form': {
      says: 'The slope is that of xσ(1.702x), another approximation of the same function.',
      hint: 'The gradient must be that of the value that was computed.',
      gradient(outGrad, { inputs: [x] }) {
        const s = sigmoid(mulScalar(x, 1.702));
        const slope = add(s, mulScalar(multiply(x, multiply(s, addScalar(negate(s), 1))), 1.702));
        return [multiply(outGrad, slope)];
      },
    },
    'gelu-takes-the-slope-of-softplus': {
      says: 'The slope is σ(x), that of another smooth relu.',
      hint: 'Near −0.75 gelu has a minimum: what is its slope there?',
      gradient: (outGrad, node) => [multiply(outGrad, sigmoid(node.inputs[0]))],
    },
    'gelu-passes-its-value': {
      says: 'outGrad is multiplied by the value.',
      hint: 'What is the slope of xΦ(x) far to the right?',
      gradient: (outGrad, node) => [multiply(outGrad, node)],
    },
  }),
];

export const losses = [
  ...rules<CrossEntropy, One>('cross_entropy', {
    'cross-entropy-has-the-wrong-sign': {
      says: 'The gradient is (y − p)/N.',
      hint: 'If the logit of the label grows, which way does the loss go?',
      gradient(outGrad, { inputs: [x] }) {
        const off = subtract(oneHot(x, this.labels), softmax(x, 1));
        return [multiply(mulScalar(outGrad, 1 / this.labels.length), off)];
      },
    },
    'cross-entropy-forgets-the-batch': {
      says: 'The gradient is p − y; the 1/N of the mean over the batch is missing.',
      hint: 'The loss is a mean over the rows.',
      gradient(outGrad, { inputs: [x] }) {
        return [multiply(outGrad, subtract(softmax(x, 1), oneHot(x, this.labels)))];
      },
    },
    'cross-entropy-forgets-the-labels': {
      says: 'The gradient is p/N, for the label too.',
      hint: 'The gradient of each row adds up to zero.',
      gradient(outGrad, node) {
        return [multiply(mulScalar(outGrad, 1 / this.labels.length), softmax(node.inputs[0], 1))];
      },
    },
    'cross-entropy-normalizes-over-everything': {
      says: 'The probabilities are taken over all logits, not row by row.',
      hint: 'Each row has its own probabilities, which add up to 1.',
      gradient(outGrad, { inputs: [x] }) {
        const off = subtract(softmax(x), oneHot(x, this.labels));
        return [multiply(mulScalar(outGrad, 1 / this.labels.length), off)];
      },
    },
    'cross-entropy-takes-the-probabilities-for-constants': {
      breaks: 'second',
      says: 'The probabilities are detached, so that the gradient cannot be differentiated again.',
      hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
      gradient(outGrad, { inputs: [x] }) {
        const off = subtract(softmax(x, 1).detach(), oneHot(x, this.labels));
        return [multiply(mulScalar(outGrad, 1 / this.labels.length), off)];
      },
    },
  }),
  ...rules<MseLoss, Two>('mse_loss', {
    'mse-loss-forgets-the-two': {
      says: 'The gradient is (a − b)/N; the factor 2 of the square is missing.',
      hint: 'What is the derivative of a square?',
      gradient: (outGrad, { inputs }) => bothWays(difference(outGrad, 1 / sizeOf(inputs[0].shape), inputs)),
    },
    'mse-loss-forgets-the-mean': {
      says: 'The gradient is 2(a − b), as of a sum.',
      hint: 'By what was the sum of squares divided?',
      gradient: (outGrad, { inputs }) => bothWays(difference(outGrad, 2, inputs)),
    },
    'mse-loss-gives-both-the-same': {
      says: 'Both inputs get 2(a − b)/N; the sign of the second is wrong.',
      hint: 'If b grows, which way does a − b go?',
      gradient(outGrad, { inputs }) {
        const slope = difference(outGrad, 2 / sizeOf(inputs[0].shape), inputs);
        return [slope, mulScalar(slope, 1)];
      },
    },
    'mse-loss-divides-by-the-rows': {
      says: 'N is taken from the first axis, not from all of them.',
      hint: 'Over how many entries is the mean?',
      gradient: (outGrad, { inputs }) => bothWays(difference(outGrad, 2 / (inputs[0].shape[0] ?? 1), inputs)),
    },
  }),
];
