/** Wrong rules of variances and running sums. */
import {
  add,
  broadcastTo,
  cumsum,
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
import type { Cumsum, Var } from '../engine/ops/statistics.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

export const statistics = [
  ...rules<Var, One>('var', {
    'var-forgets-the-two': {
      says: 'The gradient is ḡ(x − x̄)/N; the factor 2 of the square is missing.',
      hint: 'What is the derivative of a square?',
      gradient(outGrad, node) {
        return [mulScalar(varGradient(this, outGrad, node.inputs[0]), 0.5)];
      },
    },
    'var-forgets-the-correction': {
      says: 'The gradient is divided by N, whatever the correction.',
      hint: 'By what was the sum of squares divided?',
      gradient(outGrad, node) {
        return [varGradient(this, outGrad, node.inputs[0], 0)];
      },
    },
    'var-forgets-the-mean': {
      says: 'The gradient is 2ḡx/N, as if the mean were zero.',
      hint: 'Shift all entries by the same number: the variance does not change.',
      gradient(outGrad, { inputs: [x] }) {
        return [multiply(varScale(this, outGrad, x), x)];
      },
    },
    'var-takes-the-mean-of-everything': {
      says: 'The mean is taken over all entries, not over the axes that were reduced.',
      hint: 'Each run along the axes has a mean of its own.',
      gradient(outGrad, { inputs: [x] }) {
        return [multiply(varScale(this, outGrad, x), subtract(x, mean(x, null, true)))];
      },
    },
    'var-takes-the-mean-for-a-constant-twice': {
      breaks: 'second',
      says: 'The mean is detached, which is right at first and wrong when differentiated again.',
      hint: 'The sum of the deviations is zero whatever the entries are; is it also zero of their changes?',
      gradient(outGrad, { inputs: [x] }) {
        const centre = mean(x, this.axes, true).detach();
        return [multiply(varScale(this, outGrad, x), subtract(x, centre))];
      },
    },
  }),
  ...rules<Cumsum, One>('cumsum', {
    'cumsum-passes-through': {
      says: 'outGrad is passed through, as if each sum held its own entry alone.',
      hint: 'In how many sums is the first entry?',
      gradient: (outGrad) => [mulScalar(outGrad, 1)],
    },
    'cumsum-runs-forward': {
      says: 'outGrad is summed from the front, as the value is.',
      hint: 'An entry is in its own sum and in all later ones.',
      gradient(outGrad) {
        return [cumsum(outGrad, this.axis)];
      },
    },
    'cumsum-leaves-out-its-own-entry': {
      says: 'The sum of what follows starts one entry too late.',
      hint: 'Is an entry in its own sum?',
      gradient(outGrad) {
        return [subtract(cumsumFromTheEnd(outGrad, this.axis), outGrad)];
      },
    },
    'cumsum-gives-all-the-total': {
      says: 'Every entry gets the sum of all outGrads along the axis.',
      hint: 'Is the last entry in the first sum?',
      gradient(outGrad) {
        const total = mulScalar(mean(outGrad, this.axis, true), outGrad.shape.at(this.axis) as number);
        return [broadcastTo(total, outGrad.shape)];
      },
    },
  }),
];

/** 2ḡ/(N − correction), with the axes at size 1. */
function varScale(op: Var, outGrad: Tensor, { shape }: Tensor, correction = op.correction): Tensor {
  const kept = reduceShape(shape, op.axes, true, op.name);
  return mulScalar(reshape(outGrad, kept), 2 / (sizeOf(shape) / sizeOf(kept) - correction));
}

/** 2ḡ(x − x̄)/(N − correction) */
const varGradient = (op: Var, outGrad: Tensor, x: Tensor, correction = op.correction): Tensor =>
  multiply(varScale(op, outGrad, x, correction), subtract(x, mean(x, op.axes, true)));

/** The sums of an entry and all after it: the total, less the sums of those up to it, and itself. */
function cumsumFromTheEnd(a: Tensor, axis: number): Tensor {
  const total = mulScalar(mean(a, axis, true), a.shape.at(axis) as number);
  return add(subtract(total, cumsum(a, axis)), a);
}
