/** Wrong rules of norms and standard deviations. */
import {
  divide,
  mean,
  mulScalar,
  multiply,
  type One,
  reduceShape,
  reshape,
  sizeOf,
  subtract,
  type Tensor,
} from '../engine/index.js';
import type { Norm, Std } from '../engine/ops/lengths.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

/** A reduced tensor with its axes back at size 1. */
const kept = (op: Norm | Std, of: Tensor, { shape }: Tensor): Tensor =>
  reshape(of, reduceShape(shape, op.axes, true, op.name));

/** ḡ(x − x̄)/(N − correction) */
function scaledDeviation(op: Std, outGrad: Tensor, x: Tensor, correction = op.correction): Tensor {
  const scale = kept(op, outGrad, x);
  const count = sizeOf(x.shape) / sizeOf(scale.shape);
  return multiply(mulScalar(scale, 1 / (count - correction)), subtract(x, mean(x, op.axes, true)));
}

export const lengths = [
  ...rules<Norm, One>('norm', {
    'norm-is-not-a-number-at-zero': {
      says: 'The gradient is ḡx/y as written, which is 0/0 where all entries are 0.',
      hint: 'What does your rule give for x = 0? Any slope between −1 and 1 would be right there; NaN is none.',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [multiply(kept(this, outGrad, x), divide(x, kept(this, node, x)))];
      },
    },
    'norm-forgets-the-division': {
      says: 'The gradient is ḡx; the division by the norm is missing.',
      hint: 'If x is twice as long, is the norm steeper?',
      gradient(outGrad, { inputs: [x] }) {
        return [multiply(kept(this, outGrad, x), x)];
      },
    },
    'norm-is-taken-for-its-square': {
      says: 'The gradient is 2ḡx, that of the sum of squares.',
      hint: 'What is the derivative of the square root?',
      gradient(outGrad, { inputs: [x] }) {
        return [mulScalar(multiply(kept(this, outGrad, x), x), 2)];
      },
    },
  }),
  ...rules<Std, One>('std', {
    'std-is-not-a-number-where-entries-are-equal': {
      says: 'The gradient is divided by the deviation as written: 0/0 where all entries are equal.',
      hint: 'What does your rule give for three equal entries?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [divide(scaledDeviation(this, outGrad, x), kept(this, node, x))];
      },
    },
    'std-forgets-the-correction': {
      says: 'The gradient is divided by N, whatever the correction.',
      hint: 'By what was the sum of squares divided?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [divide(scaledDeviation(this, outGrad, x, 0), kept(this, node, x))];
      },
    },
    'std-is-taken-for-the-variance': {
      says: 'The gradient is that of the variance; the factor 1/(2y) of the square root is missing.',
      hint: 'What is the derivative of the square root?',
      gradient(outGrad, { inputs: [x] }) {
        return [mulScalar(scaledDeviation(this, outGrad, x), 2)];
      },
    },
    'std-keeps-the-two': {
      says: 'The gradient is 2ḡ(x − x̄)/((N − correction)y); the 2 of the square cancels that of the root.',
      hint: 'The derivative of √v is 1/(2√v).',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [divide(mulScalar(scaledDeviation(this, outGrad, x), 2), kept(this, node, x))];
      },
    },
  }),
];
