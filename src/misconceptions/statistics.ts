/** Wrong rules of means and deviations, running sums, smooth activations, and losses. */
import {
  add,
  addScalar,
  type BatchNorm,
  broadcastTo,
  type CrossEntropy,
  type Cumsum,
  cumsum,
  erf,
  type Gelu,
  type LayerNorm,
  type MseLoss,
  mean,
  mulScalar,
  multiply,
  negate,
  type One,
  powerScalar,
  reduceShape,
  reshape,
  type Shape,
  type Softplus,
  sigmoid,
  sizeOf,
  softmax,
  subtract,
  Tensor,
  type Two,
  tanh,
  type Var,
  variance,
} from '../engine/index.js';
import { tensorData } from '../program/tensor-data.js';
import { ruleOf } from './misconception.js';

const rule = ruleOf(null);

/** 1/√(variance + eps) over the axes. */
const scaleOf = (x: Tensor, axes: readonly number[] | number | null, eps: number): Tensor =>
  powerScalar(addScalar(variance(x, axes, true, 0), eps), -0.5);

/** ḡ − mean ḡ */
const centred = (outGrad: Tensor, axes: readonly number[] | number | null): Tensor =>
  subtract(outGrad, mean(outGrad, axes, true));

/** All axes but that of the channels. */
const batch = (shape: Shape): number[] => shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));

/** 1 at each row's label, else 0. */
function oneHot({ dtype, shape }: Tensor, labels: readonly number[]): Tensor {
  const classes = shape[1] as number;
  const data = labels.flatMap((label) => Array.from({ length: classes }, (_, c) => (c === label ? 1 : 0)));
  return Tensor.fromData(tensorData(dtype, shape, data));
}

const varianceRules = [
  rule<Var, One>({
    name: 'var-forgets-the-two',
    op: 'var',
    breaks: 'vjp',
    says: 'The gradient is ḡ(x − x̄)/N; the factor 2 of the square is missing.',
    hint: 'What is the derivative of a square?',
    gradient(outGrad, node) {
      return [mulScalar(varGradient(this, outGrad, node.inputs[0], this.correction), 0.5)];
    },
  }),
  rule<Var, One>({
    name: 'var-forgets-the-correction',
    op: 'var',
    breaks: 'vjp',
    says: 'The gradient is divided by N, whatever the correction.',
    hint: 'By what was the sum of squares divided?',
    gradient(outGrad, node) {
      return [varGradient(this, outGrad, node.inputs[0], 0)];
    },
  }),
  rule<Var, One>({
    name: 'var-forgets-the-mean',
    op: 'var',
    breaks: 'vjp',
    says: 'The gradient is 2ḡx/N, as if the mean were zero.',
    hint: 'Shift all entries by the same number: the variance does not change.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      const count = sizeOf(x.shape) / sizeOf(kept);
      return [multiply(mulScalar(reshape(outGrad, kept), 2 / (count - this.correction)), x)];
    },
  }),
  rule<Var, One>({
    name: 'var-takes-the-mean-of-everything',
    op: 'var',
    breaks: 'vjp',
    says: 'The mean is taken over all entries, not over the axes that were reduced.',
    hint: 'Each run along the axes has a mean of its own.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      const count = sizeOf(x.shape) / sizeOf(kept);
      const scale = mulScalar(reshape(outGrad, kept), 2 / (count - this.correction));
      return [multiply(scale, subtract(x, mean(x, null, true)))];
    },
  }),
  rule<Var, One>({
    name: 'var-takes-the-mean-for-a-constant-twice',
    op: 'var',
    breaks: 'second',
    says: 'The mean is detached, which is right at first and wrong when differentiated again.',
    hint: 'The sum of the deviations is zero whatever the entries are; is it also zero of their changes?',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      const count = sizeOf(x.shape) / sizeOf(kept);
      const scale = mulScalar(reshape(outGrad, kept), 2 / (count - this.correction));
      return [multiply(scale, subtract(x, mean(x, this.axes, true).detach()))];
    },
  }),
  rule<Cumsum, One>({
    name: 'cumsum-passes-through',
    op: 'cumsum',
    breaks: 'vjp',
    says: 'outGrad is passed through, as if each sum held its own entry alone.',
    hint: 'In how many sums is the first entry?',
    gradient(outGrad) {
      return [mulScalar(outGrad, 1)];
    },
  }),
  rule<Cumsum, One>({
    name: 'cumsum-runs-forward',
    op: 'cumsum',
    breaks: 'vjp',
    says: 'outGrad is summed from the front, as the value is.',
    hint: 'An entry is in its own sum and in all later ones.',
    gradient(outGrad) {
      return [cumsum(outGrad, this.axis)];
    },
  }),
  rule<Cumsum, One>({
    name: 'cumsum-leaves-out-its-own-entry',
    op: 'cumsum',
    breaks: 'vjp',
    says: 'The sum of what follows starts one entry too late.',
    hint: 'Is an entry in its own sum?',
    gradient(outGrad) {
      return [subtract(cumsumFromTheEnd(outGrad, this.axis), outGrad)];
    },
  }),
  rule<Cumsum, One>({
    name: 'cumsum-gives-all-the-total',
    op: 'cumsum',
    breaks: 'vjp',
    says: 'Every entry gets the sum of all outGrads along the axis.',
    hint: 'Is the last entry in the first sum?',
    gradient(outGrad) {
      const total = mulScalar(mean(outGrad, this.axis, true), outGrad.shape.at(this.axis) as number);
      return [broadcastTo(total, outGrad.shape)];
    },
  }),
];

/** 2ḡ(x − x̄)/(N − correction) */
function varGradient({ axes, name }: Var, outGrad: Tensor, x: Tensor, correction: number): Tensor {
  const kept = reduceShape(x.shape, axes, true, name);
  const count = sizeOf(x.shape) / sizeOf(kept);
  const scale = mulScalar(reshape(outGrad, kept), 2 / (count - correction));
  return multiply(scale, subtract(x, mean(x, axes, true)));
}

/** The sums of an entry and all after it: the total, less the sums of those up to it, and itself. */
function cumsumFromTheEnd(a: Tensor, axis: number): Tensor {
  const total = mulScalar(mean(a, axis, true), a.shape.at(axis) as number);
  return add(subtract(total, cumsum(a, axis)), a);
}

const activationRules = [
  rule<Softplus, One>({
    name: 'softplus-multiplies-with-its-value',
    op: 'softplus',
    breaks: 'vjp',
    says: 'outGrad is multiplied with the value, as for exp.',
    hint: 'What is the derivative of ln(1 + eˣ)?',
    gradient(outGrad, node) {
      return [multiply(outGrad, node)];
    },
  }),
  rule<Softplus, One>({
    name: 'softplus-takes-the-sigmoid-of-its-value',
    op: 'softplus',
    breaks: 'vjp',
    says: 'The slope is σ(y), of the value, not of the input.',
    hint: 'Was the input saved, or the output?',
    gradient(outGrad, node) {
      return [multiply(outGrad, sigmoid(node))];
    },
  }),
  rule<Softplus, One>({
    name: 'softplus-takes-the-slope-of-the-sigmoid',
    op: 'softplus',
    breaks: 'vjp',
    says: 'The slope is σ(x)(1 − σ(x)): one derivative too many.',
    hint: 'The derivative of softplus is the sigmoid, not that of the sigmoid.',
    gradient(outGrad, node) {
      const s = sigmoid(node.inputs[0]);
      return [multiply(outGrad, multiply(s, addScalar(negate(s), 1)))];
    },
  }),
  rule<Softplus, One>({
    name: 'softplus-takes-a-tanh',
    op: 'softplus',
    breaks: 'vjp',
    says: 'The slope is tanh x.',
    hint: 'Far to the left the function is flat, and far to the right its slope is 1; which function goes from 0 to 1?',
    gradient(outGrad, node) {
      return [multiply(outGrad, tanh(node.inputs[0]))];
    },
  }),
  rule<Gelu, One>({
    name: 'gelu-forgets-the-product-rule',
    op: 'gelu',
    breaks: 'vjp',
    says: 'The slope is Φ(x) alone; xφ(x) is missing.',
    hint: 'Both factors of xΦ(x) depend on x.',
    gradient(outGrad, node) {
      const below = addScalar(erf(mulScalar(node.inputs[0], Math.SQRT1_2)), 1);
      return [multiply(outGrad, mulScalar(below, 0.5))];
    },
  }),
  rule<Gelu, One>({
    name: 'gelu-takes-the-sigmoid-form',
    op: 'gelu',
    breaks: 'vjp',
    says: 'The slope is that of xσ(1.702x), another approximation of the same function.',
    hint: 'The gradient must be that of the value that was computed.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const s = sigmoid(mulScalar(x, 1.702));
      const slope = add(s, mulScalar(multiply(x, multiply(s, addScalar(negate(s), 1))), 1.702));
      return [multiply(outGrad, slope)];
    },
  }),
  rule<Gelu, One>({
    name: 'gelu-takes-the-slope-of-softplus',
    op: 'gelu',
    breaks: 'vjp',
    says: 'The slope is σ(x), that of another smooth relu.',
    hint: 'Near −0.75 gelu has a minimum: what is its slope there?',
    gradient(outGrad, node) {
      return [multiply(outGrad, sigmoid(node.inputs[0]))];
    },
  }),
  rule<Gelu, One>({
    name: 'gelu-passes-its-value',
    op: 'gelu',
    breaks: 'vjp',
    says: 'outGrad is multiplied with the value.',
    hint: 'What is the slope of xΦ(x) far to the right?',
    gradient(outGrad, node) {
      return [multiply(outGrad, node)];
    },
  }),
];

const lossRules = [
  rule<CrossEntropy, One>({
    name: 'cross-entropy-has-the-wrong-sign',
    op: 'cross_entropy',
    breaks: 'vjp',
    says: 'The gradient is (y − p)/N.',
    hint: 'If the logit of the label grows, which way does the loss go?',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const off = subtract(oneHot(x, this.labels), softmax(x, 1));
      return [multiply(mulScalar(outGrad, 1 / this.labels.length), off)];
    },
  }),
  rule<CrossEntropy, One>({
    name: 'cross-entropy-forgets-the-batch',
    op: 'cross_entropy',
    breaks: 'vjp',
    says: 'The gradient is p − y; the 1/N of the mean over the batch is missing.',
    hint: 'The loss is a mean over the rows.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [multiply(outGrad, subtract(softmax(x, 1), oneHot(x, this.labels)))];
    },
  }),
  rule<CrossEntropy, One>({
    name: 'cross-entropy-forgets-the-labels',
    op: 'cross_entropy',
    breaks: 'vjp',
    says: 'The gradient is p/N, for the label too.',
    hint: 'The gradient of each row adds up to zero.',
    gradient(outGrad, node) {
      return [multiply(mulScalar(outGrad, 1 / this.labels.length), softmax(node.inputs[0], 1))];
    },
  }),
  rule<CrossEntropy, One>({
    name: 'cross-entropy-normalizes-over-everything',
    op: 'cross_entropy',
    breaks: 'vjp',
    says: 'The probabilities are taken over all logits, not row by row.',
    hint: 'Each row has its own probabilities, which add up to 1.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const off = subtract(softmax(x), oneHot(x, this.labels));
      return [multiply(mulScalar(outGrad, 1 / this.labels.length), off)];
    },
  }),
  rule<CrossEntropy, One>({
    name: 'cross-entropy-takes-the-probabilities-for-constants',
    op: 'cross_entropy',
    breaks: 'second',
    says: 'The probabilities are detached, so that the gradient cannot be differentiated again.',
    hint: 'Build the gradient from tensor functions; whoever asks for a second derivative differentiates it.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const off = subtract(softmax(x, 1).detach(), oneHot(x, this.labels));
      return [multiply(mulScalar(outGrad, 1 / this.labels.length), off)];
    },
  }),
  rule<MseLoss, Two>({
    name: 'mse-loss-forgets-the-two',
    op: 'mse_loss',
    breaks: 'vjp',
    says: 'The gradient is (a − b)/N; the factor 2 of the square is missing.',
    hint: 'What is the derivative of a square?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const slope = multiply(mulScalar(outGrad, 1 / sizeOf(a.shape)), subtract(a, b));
      return [slope, negate(slope)];
    },
  }),
  rule<MseLoss, Two>({
    name: 'mse-loss-forgets-the-mean',
    op: 'mse_loss',
    breaks: 'vjp',
    says: 'The gradient is 2(a − b), as of a sum.',
    hint: 'By what was the sum of squares divided?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const slope = multiply(mulScalar(outGrad, 2), subtract(a, b));
      return [slope, negate(slope)];
    },
  }),
  rule<MseLoss, Two>({
    name: 'mse-loss-gives-both-the-same',
    op: 'mse_loss',
    breaks: 'vjp',
    says: 'Both inputs get 2(a − b)/N; the sign of the second is wrong.',
    hint: 'If b grows, which way does a − b go?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const slope = multiply(mulScalar(outGrad, 2 / sizeOf(a.shape)), subtract(a, b));
      return [slope, mulScalar(slope, 1)];
    },
  }),
  rule<MseLoss, Two>({
    name: 'mse-loss-divides-by-the-rows',
    op: 'mse_loss',
    breaks: 'vjp',
    says: 'N is taken from the first axis, not from all of them.',
    hint: 'Over how many entries is the mean?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const slope = multiply(mulScalar(outGrad, 2 / (a.shape[0] ?? 1)), subtract(a, b));
      return [slope, negate(slope)];
    },
  }),
];

const normRules = [
  rule<LayerNorm, One>({
    name: 'layer-norm-takes-mean-and-variance-for-constants',
    op: 'layer_norm',
    breaks: 'vjp',
    says: 'The gradient is ḡ/σ; mean and variance are taken for constants.',
    hint: 'Both depend on every entry of the slice.',
    gradient(outGrad, node) {
      return [multiply(scaleOf(node.inputs[0], this.axes, this.eps), outGrad)];
    },
  }),
  rule<LayerNorm, One>({
    name: 'layer-norm-takes-the-variance-for-a-constant',
    op: 'layer_norm',
    breaks: 'vjp',
    says: 'The gradient is (ḡ − mean ḡ)/σ; the variance is taken for a constant.',
    hint: 'If an entry moves away from the mean, what happens to the others?',
    gradient(outGrad, node) {
      return [multiply(scaleOf(node.inputs[0], this.axes, this.eps), centred(outGrad, this.axes))];
    },
  }),
  rule<LayerNorm, One>({
    name: 'layer-norm-takes-the-mean-for-a-constant',
    op: 'layer_norm',
    breaks: 'vjp',
    says: 'The gradient is (ḡ − y·mean ḡy)/σ; the mean is taken for a constant.',
    hint: 'Shift all entries of a slice: nothing changes, so the gradient adds up to zero.',
    gradient(outGrad, node) {
      const through = multiply(node, mean(multiply(outGrad, node), this.axes, true));
      return [multiply(scaleOf(node.inputs[0], this.axes, this.eps), subtract(outGrad, through))];
    },
  }),
  rule<LayerNorm, One>({
    name: 'layer-norm-forgets-to-scale',
    op: 'layer_norm',
    breaks: 'vjp',
    says: 'The factor 1/σ is missing.',
    hint: 'If all of x is twice as large, y hardly changes; how large is the gradient then?',
    gradient(outGrad, node) {
      const through = multiply(node, mean(multiply(outGrad, node), this.axes, true));
      return [subtract(centred(outGrad, this.axes), through)];
    },
  }),
  rule<LayerNorm, One>({
    name: 'layer-norm-normalizes-over-everything',
    op: 'layer_norm',
    breaks: 'vjp',
    says: 'The means in the gradient are taken over all entries, not over the axes of the op.',
    hint: 'Each slice has a mean and a variance of its own.',
    gradient(outGrad, node) {
      const through = multiply(node, mean(multiply(outGrad, node), null, true));
      const inner = subtract(centred(outGrad, null), through);
      return [multiply(scaleOf(node.inputs[0], this.axes, this.eps), inner)];
    },
  }),
  rule<BatchNorm, One>({
    name: 'batch-norm-takes-mean-and-variance-for-constants',
    op: 'batch_norm',
    breaks: 'vjp',
    says: 'The gradient is ḡ/σ; the statistics of the batch are taken for constants, as in evaluation.',
    hint: 'In training mean and variance depend on every entry of the channel.',
    gradient(outGrad, node) {
      return [multiply(scaleOf(node.inputs[0], batch(node.shape), this.eps), outGrad)];
    },
  }),
  rule<BatchNorm, One>({
    name: 'batch-norm-takes-the-variance-for-a-constant',
    op: 'batch_norm',
    breaks: 'vjp',
    says: 'The gradient is (ḡ − mean ḡ)/σ; the variance is taken for a constant.',
    hint: 'If an entry moves away from the mean, what happens to the others?',
    gradient(outGrad, node) {
      const axes = batch(node.shape);
      return [multiply(scaleOf(node.inputs[0], axes, this.eps), centred(outGrad, axes))];
    },
  }),
  rule<BatchNorm, One>({
    name: 'batch-norm-normalizes-over-the-channels',
    op: 'batch_norm',
    breaks: 'vjp',
    says: 'The means in the gradient are taken over the channels, as for a layer norm.',
    hint: 'Which axes share a mean?',
    gradient(outGrad, node) {
      const through = multiply(node, mean(multiply(outGrad, node), 1, true));
      const inner = subtract(centred(outGrad, 1), through);
      return [multiply(scaleOf(node.inputs[0], batch(node.shape), this.eps), inner)];
    },
  }),
  rule<BatchNorm, One>({
    name: 'batch-norm-divides-by-the-batch-alone',
    op: 'batch_norm',
    breaks: 'vjp',
    says: 'The statistics in the gradient are taken over axis 0 alone, also where more axes follow the channels.',
    hint: 'With images, each channel has batch × height × width entries.',
    gradient(outGrad, node) {
      const through = multiply(node, mean(multiply(outGrad, node), 0, true));
      const inner = subtract(centred(outGrad, 0), through);
      return [multiply(scaleOf(node.inputs[0], batch(node.shape), this.eps), inner)];
    },
  }),
  rule<BatchNorm, One>({
    name: 'batch-norm-takes-the-variance-of-a-sample',
    op: 'batch_norm',
    breaks: 'vjp',
    says: 'σ is taken with N − 1, while the value was computed with N.',
    hint: 'By what was the sum of squares divided for the value?',
    gradient(outGrad, node) {
      const axes = batch(node.shape);
      const through = multiply(node, mean(multiply(outGrad, node), axes, true));
      const [x] = node.inputs;
      const scale = powerScalar(addScalar(variance(x, axes, true, 1), this.eps), -0.5);
      return [multiply(scale, subtract(centred(outGrad, axes), through))];
    },
  }),
];

export const statistics = [...varianceRules, ...activationRules, ...lossRules, ...normRules];
