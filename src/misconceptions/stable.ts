/** Wrong rules of reductions through exponentials. */
import {
  add,
  addScalar,
  divide,
  exp,
  mulScalar,
  multiply,
  negate,
  type One,
  reduceShape,
  reshape,
  softmax,
  subtract,
  summation,
} from '../engine/index.js';
import type { LogSoftmax, LogSumExp, Softmax } from '../engine/ops/stable.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf('stable');

export const stable = [
  ...rules<LogSumExp, One>('logsumexp', {
    'logsumexp-overflows': {
      says: 'The exponentials are not shifted, so that e¹⁰⁰⁰ overflows.',
      hint: 'Try x = 1000. The probabilities do not change when all of x is shifted.',
      gradient(outGrad, { inputs: [x] }) {
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        const total = summation(exp(x), this.axes, true);
        return [multiply(reshape(outGrad, kept), divide(exp(x), total))];
      },
    },
    'logsumexp-normalizes-over-everything': {
      says: 'The probabilities are taken over all entries, not over the axes that were reduced.',
      hint: 'Each slice has its own sum of exponentials.',
      gradient(outGrad, { inputs: [x] }) {
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        return [multiply(reshape(outGrad, kept), softmax(x))];
      },
    },
    'logsumexp-forgets-the-cotangent': {
      says: 'The probabilities are returned, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient(_, node) {
        return [softmax(node.inputs[0], this.axes)];
      },
    },
    'logsumexp-does-not-normalize': {
      says: 'outGrad is multiplied by eˣ; the sum of exponentials is missing in the denominator.',
      hint: 'The derivative of ln S is 1/S times the derivative of S.',
      gradient(outGrad, { inputs: [x] }) {
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        return [multiply(reshape(outGrad, kept), exp(x))];
      },
    },
  }),
  ...rules<Softmax, One>('softmax', {
    'softmax-multiplies-with-its-value': {
      says: 'The gradient is p·ḡ, as if each probability depended on its own entry alone.',
      hint: 'The entries of a softmax add up to 1: when one grows, the others shrink.',
      gradient: (outGrad, node) => [multiply(node, outGrad)],
    },
    'softmax-keeps-only-the-diagonal': {
      says: 'The gradient is p(1 − p)·ḡ; the Jacobian has entries off its diagonal too.',
      hint: 'How does p₁ change when x₂ grows?',
      gradient: (outGrad, node) => [multiply(outGrad, multiply(node, addScalar(negate(node), 1)))],
    },
    'softmax-sums-without-the-probabilities': {
      says: 'Σḡ is subtracted where Σḡp belongs.',
      hint: 'Give every entry the same outGrad: the gradient must be zero.',
      gradient(outGrad, node) {
        return [multiply(node, subtract(outGrad, summation(outGrad, this.axes, true)))];
      },
    },
    'softmax-computes-on-raw-data': {
      breaks: 'second',
      says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
      hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
      gradient(outGrad, node) {
        const p = node.detach();
        return [multiply(p, subtract(outGrad, summation(multiply(outGrad, p), this.axes, true)))];
      },
    },
    'softmax-adds-the-sum': {
      says: 'Σḡp is added to ḡ instead of subtracted.',
      hint: 'Give every entry the same outGrad: the gradient must be zero.',
      gradient(outGrad, node) {
        return [multiply(node, add(outGrad, summation(multiply(outGrad, node), this.axes, true)))];
      },
    },
  }),
  ...rules<LogSoftmax, One>('logsoftmax', {
    'logsoftmax-forgets-the-sum': {
      says: 'The gradient is ḡ − p; the factor Σḡ of p is missing.',
      hint: 'The gradient is linear in outGrad: is every term?',
      gradient: (outGrad, node) => [subtract(outGrad, exp(node))],
    },
    'logsoftmax-sums-nothing': {
      says: 'The gradient is ḡ − p·ḡ; the outGrads of the slice are not summed.',
      hint: 'Each entry of x is in the logsumexp of every output of its slice.',
      gradient: (outGrad, node) => [subtract(outGrad, multiply(exp(node), outGrad))],
    },
    'logsoftmax-passes-through': {
      says: 'outGrad is passed through; the logsumexp is treated as a constant.',
      hint: 'logsoftmax is x − logsumexp(x): both terms depend on x.',
      gradient: (outGrad) => [mulScalar(outGrad, 1)],
    },
    'logsoftmax-sums-over-everything': {
      says: 'Σḡ is taken over all entries, not over the slice.',
      hint: 'Each slice has its own logsumexp.',
      gradient: (outGrad, node) => [subtract(outGrad, multiply(exp(node), summation(outGrad, null, true)))],
    },
  }),
];
