/** Wrong rules of normalization by a mean and a variance. */
import {
  addScalar,
  type BatchNorm,
  type LayerNorm,
  mean,
  multiply,
  type One,
  powerScalar,
  type Shape,
  subtract,
  type Tensor,
  variance,
} from '../engine/index.js';
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

export const norms = [
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
