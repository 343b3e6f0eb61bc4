/** Wrong rules of normalization by a mean and a variance. */
import {
  addScalar,
  layerNorm,
  mean,
  mulScalar,
  multiply,
  type One,
  ones,
  powerScalar,
  reshape,
  type Shape,
  sizeOf,
  subtract,
  summation,
  type Tensor,
  type Three,
  type Two,
  variance,
} from '../engine/index.js';
import { AffineBatchNorm, AffineLayerNorm, GroupNorm, RMSNorm } from '../engine/ops/norms.js';
import type { BatchNorm, LayerNorm } from '../engine/ops/statistics.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

/** 1/√(variance + eps) over the axes. */
const scaleOf = (x: Tensor, axes: readonly number[] | number | null, eps: number): Tensor =>
  powerScalar(addScalar(variance(x, axes, true, 0), eps), -0.5);

/** ḡ − mean ḡ */
const centred = (outGrad: Tensor, axes: readonly number[] | number | null): Tensor =>
  subtract(outGrad, mean(outGrad, axes, true));

/** All axes but that of the channels. */
const batch = (shape: Shape): number[] => shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));

/** The axes that a weight of the last axes stands beside. */
const last = (x: Tensor, weight: Tensor): number[] =>
  weight.shape.map((_, axis) => x.shape.length - 1 - axis);

/** What an affine layer norm multiplies by its weight. */
function overLast(x: Tensor, weight: Tensor, eps: number) {
  const axes = last(x, weight);
  return { axes, hat: layerNorm(x, axes, eps), scale: scaleOf(x, axes, eps) };
}

/** Added up over the axes before those of the weight. */
const overBatch = (a: Tensor, { shape }: Tensor): Tensor =>
  summation(a, [...a.shape.keys()].slice(0, a.shape.length - shape.length));

const besideChannels = (shape: Shape): number[] => [shape[1] as number, ...shape.slice(2).map(() => 1)];

/** 1/√(mean x² + eps) */
const rmsScale = (x: Tensor, weight: Tensor, eps: number): Tensor =>
  powerScalar(addScalar(mean(multiply(x, x), last(x, weight), true), eps), -0.5);

export const norms = [
  ...rules<LayerNorm, One>('layer_norm', {
    'layer-norm-takes-mean-and-variance-for-constants': {
      says: 'The gradient is ḡ/σ; mean and variance are treated as constants.',
      hint: 'Both depend on every entry of the slice.',
      gradient(outGrad, node) {
        return [multiply(scaleOf(node.inputs[0], this.axes, this.eps), outGrad)];
      },
    },
    'layer-norm-takes-the-variance-for-a-constant': {
      says: 'The gradient is (ḡ − mean ḡ)/σ; the variance is treated as a constant.',
      hint: 'If an entry moves away from the mean, what happens to the others?',
      gradient(outGrad, node) {
        return [multiply(scaleOf(node.inputs[0], this.axes, this.eps), centred(outGrad, this.axes))];
      },
    },
    'layer-norm-takes-the-mean-for-a-constant': {
      says: 'The gradient is (ḡ − y·mean ḡy)/σ; the mean is treated as a constant.',
      hint: 'Shift all entries of a slice: nothing changes, so the gradient adds up to zero.',
      gradient(outGrad, node) {
        const through = multiply(node, mean(multiply(outGrad, node), this.axes, true));
        return [multiply(scaleOf(node.inputs[0], this.axes, this.eps), subtract(outGrad, through))];
      },
    },
    'layer-norm-forgets-to-scale': {
      says: 'The factor 1/σ is missing.',
      hint: 'If all of x is twice as large, y hardly changes; how large is the gradient then?',
      gradient(outGrad, node) {
        const through = multiply(node, mean(multiply(outGrad, node), this.axes, true));
        return [subtract(centred(outGrad, this.axes), through)];
      },
    },
    'layer-norm-normalizes-over-everything': {
      says: 'The means in the gradient are taken over all entries, not over the axes of the op.',
      hint: 'Each slice has a mean and a variance of its own.',
      gradient(outGrad, node) {
        const through = multiply(node, mean(multiply(outGrad, node), null, true));
        const inner = subtract(centred(outGrad, null), through);
        return [multiply(scaleOf(node.inputs[0], this.axes, this.eps), inner)];
      },
    },
  }),
  ...rules<BatchNorm, One>('batch_norm', {
    'batch-norm-takes-mean-and-variance-for-constants': {
      says: 'The gradient is ḡ/σ; the statistics of the batch are treated as constants, as in evaluation.',
      hint: 'In training mean and variance depend on every entry of the channel.',
      gradient(outGrad, node) {
        return [multiply(scaleOf(node.inputs[0], batch(node.shape), this.eps), outGrad)];
      },
    },
    'batch-norm-takes-the-variance-for-a-constant': {
      says: 'The gradient is (ḡ − mean ḡ)/σ; the variance is treated as a constant.',
      hint: 'If an entry moves away from the mean, what happens to the others?',
      gradient(outGrad, node) {
        const axes = batch(node.shape);
        return [multiply(scaleOf(node.inputs[0], axes, this.eps), centred(outGrad, axes))];
      },
    },
    'batch-norm-normalizes-over-the-channels': {
      says: 'The means in the gradient are taken over the channels, as for a layer norm.',
      hint: 'Which axes share a mean?',
      gradient(outGrad, node) {
        const through = multiply(node, mean(multiply(outGrad, node), 1, true));
        const inner = subtract(centred(outGrad, 1), through);
        return [multiply(scaleOf(node.inputs[0], batch(node.shape), this.eps), inner)];
      },
    },
    'batch-norm-divides-by-the-batch-alone': {
      says: 'The statistics in the gradient are taken over axis 0 alone, also where more axes follow the channels.',
      hint: 'With images, each channel has batch × height × width entries.',
      gradient(outGrad, node) {
        const through = multiply(node, mean(multiply(outGrad, node), 0, true));
        const inner = subtract(centred(outGrad, 0), through);
        return [multiply(scaleOf(node.inputs[0], batch(node.shape), this.eps), inner)];
      },
    },
    'batch-norm-takes-the-variance-of-a-sample': {
      says: 'σ is taken with N − 1, while the value was computed with N.',
      hint: 'By what was the sum of squares divided for the value?',
      gradient(outGrad, node) {
        const axes = batch(node.shape);
        const through = multiply(node, mean(multiply(outGrad, node), axes, true));
        const [x] = node.inputs;
        const scale = powerScalar(addScalar(variance(x, axes, true, 1), this.eps), -0.5);
        return [multiply(scale, subtract(centred(outGrad, axes), through))];
      },
    },
  }),
  ...rules<AffineLayerNorm, Three>('affine_layer_norm', {
    'affine-layer-norm-multiplies-by-the-weight-last': {
      says: 'The means are taken of outGrad, and the weight is multiplied in afterwards.',
      hint: 'The weight came after x was normalized; so in the gradient it comes first.',
      gradient(outGrad, node) {
        const [x, weight] = node.inputs;
        const [, ofWeight, ofBias] = AffineLayerNorm.prototype.gradient.call(this, outGrad, node);
        const { axes, hat, scale } = overLast(x, weight, this.eps);
        const through = multiply(hat, mean(multiply(outGrad, hat), axes, true));
        const inner = subtract(centred(outGrad, axes), through);
        return [multiply(multiply(scale, inner), weight), ofWeight, ofBias];
      },
    },
    'affine-layer-norm-forgets-the-weight': {
      says: 'The gradient of x has no weight in it.',
      hint: 'If a weight is 0, its entry has no influence.',
      gradient(outGrad, node) {
        const [x, weight] = node.inputs;
        const [, ofWeight, ofBias] = AffineLayerNorm.prototype.gradient.call(this, outGrad, node);
        const { axes, hat, scale } = overLast(x, weight, this.eps);
        const through = multiply(hat, mean(multiply(outGrad, hat), axes, true));
        return [multiply(scale, subtract(centred(outGrad, axes), through)), ofWeight, ofBias];
      },
    },
    'affine-layer-norm-takes-the-variance-for-a-constant': {
      says: 'Of the three terms of the gradient the one through the variance is missing.',
      hint: 'If an entry moves away from the mean, what happens to the others?',
      gradient(outGrad, node) {
        const [x, weight] = node.inputs;
        const [, ofWeight, ofBias] = AffineLayerNorm.prototype.gradient.call(this, outGrad, node);
        const { axes, scale } = overLast(x, weight, this.eps);
        return [multiply(scale, centred(multiply(outGrad, weight), axes)), ofWeight, ofBias];
      },
    },
    'affine-layer-norm-weighs-the-raw-entries': {
      says: 'The gradient of the weight is outGrad times x, not times the normalized x.',
      hint: 'What was the weight multiplied with?',
      gradient(outGrad, node) {
        const [x, weight] = node.inputs;
        const [ofX, , ofBias] = AffineLayerNorm.prototype.gradient.call(this, outGrad, node);
        return [ofX, overBatch(multiply(outGrad, x), weight), ofBias];
      },
    },
    'affine-layer-norm-does-not-sum-over-the-batch': {
      breaks: 'form',
      says: 'The gradients of weight and bias are not summed over the batch.',
      hint: 'All rows share one weight: its gradient has the shape of the weight.',
      gradient(outGrad, node) {
        const [x, weight] = node.inputs;
        const [ofX] = AffineLayerNorm.prototype.gradient.call(this, outGrad, node);
        return [ofX, multiply(outGrad, overLast(x, weight, this.eps).hat), outGrad];
      },
    },
  }),
  ...rules<AffineBatchNorm, Three>('affine_batch_norm', {
    'affine-batch-norm-takes-mean-and-variance-for-constants': {
      says: 'The gradient of x is ḡ·w/σ; the statistics of the batch are treated as constants, as in evaluation.',
      hint: 'In training mean and variance depend on every entry of the channel.',
      gradient(outGrad, node) {
        const [x, weight] = node.inputs;
        const [, ofWeight, ofBias] = AffineBatchNorm.prototype.gradient.call(this, outGrad, node);
        const scaled = multiply(outGrad, reshape(weight, besideChannels(x.shape)));
        return [multiply(scaleOf(x, batch(x.shape), this.eps), scaled), ofWeight, ofBias];
      },
    },
    'affine-batch-norm-averages-over-the-batch': {
      says: 'The gradients of weight and bias are means over the entries of a channel, not sums.',
      hint: 'Each entry of the channel was multiplied by the weight; nothing divides.',
      gradient(outGrad, node) {
        const [ofX, ofWeight, ofBias] = AffineBatchNorm.prototype.gradient.call(this, outGrad, node);
        const share = sizeOf(ofBias.shape) / (sizeOf(outGrad.shape) || 1);
        return [ofX, mulScalar(ofWeight, share), mulScalar(ofBias, share)];
      },
    },
  }),
  ...rules<GroupNorm, Three>('group_norm', {
    'group-norm-normalizes-over-all-channels': {
      says: 'The means in the gradient are taken over all channels of an image, not over those of a group.',
      hint: 'Which entries share a mean?',
      gradient(outGrad, node) {
        const one = new GroupNorm(1, this.eps);
        const [ofX] = one.gradient(outGrad, node);
        const [, ofWeight, ofBias] = GroupNorm.prototype.gradient.call(this, outGrad, node);
        return [ofX, ofWeight, ofBias];
      },
    },
    'group-norm-multiplies-by-the-weight-last': {
      says: 'The means are taken of outGrad, and the weight is multiplied in afterwards.',
      hint: 'The channels of a group have different weights, and share a mean.',
      gradient(outGrad, node) {
        const [x, weight, bias] = node.inputs;
        const [, ofWeight, ofBias] = GroupNorm.prototype.gradient.call(this, outGrad, node);
        const unscaled = ones(weight.shape, { dtype: weight.dtype });
        const [ofX] = GroupNorm.prototype.gradient.call(this, outGrad, { inputs: [x, unscaled, bias] });
        return [multiply(ofX, reshape(weight, besideChannels(x.shape))), ofWeight, ofBias];
      },
    },
    'group-norm-counts-one-image': {
      says: 'The gradients of weight and bias are those of one image on average, not of the batch.',
      hint: 'All images share one weight: their gradients add up.',
      gradient(outGrad, node) {
        const [ofX, ofWeight, ofBias] = GroupNorm.prototype.gradient.call(this, outGrad, node);
        const share = 1 / (outGrad.shape[0] || 1);
        return [ofX, mulScalar(ofWeight, share), mulScalar(ofBias, share)];
      },
    },
  }),
  ...rules<RMSNorm, Two>('rms_norm', {
    'rms-norm-takes-the-root-for-a-constant': {
      says: 'The gradient of x is ḡ·w/rms; the projection on x is missing.',
      hint: 'If all of x is twice as large, y stays as it is: along x the gradient is (nearly) 0.',
      gradient(outGrad, node) {
        const [x, weight] = node.inputs;
        const [, ofWeight] = RMSNorm.prototype.gradient.call(this, outGrad, node);
        return [multiply(rmsScale(x, weight, this.eps), multiply(outGrad, weight)), ofWeight];
      },
    },
    'rms-norm-multiplies-by-the-weight-last': {
      says: 'The projection is taken of outGrad, and the weight is multiplied in afterwards.',
      hint: 'The weight came after x was normalized; so in the gradient it comes first.',
      gradient(outGrad, node) {
        const [x, weight] = node.inputs;
        const [, ofWeight] = RMSNorm.prototype.gradient.call(this, outGrad, node);
        const scale = rmsScale(x, weight, this.eps);
        const hat = multiply(x, scale);
        const along = multiply(hat, mean(multiply(outGrad, hat), last(x, weight), true));
        return [multiply(multiply(scale, subtract(outGrad, along)), weight), ofWeight];
      },
    },
    'rms-norm-subtracts-the-mean': {
      says: 'The gradient is that of a layer norm: it also subtracts the mean.',
      hint: 'Was a mean subtracted from x?',
      gradient(outGrad, node) {
        const [x, weight] = node.inputs;
        const [ofX, ofWeight] = RMSNorm.prototype.gradient.call(this, outGrad, node);
        return [centred(ofX, last(x, weight)), ofWeight];
      },
    },
    'rms-norm-does-not-sum-over-the-batch': {
      breaks: 'form',
      says: 'The gradient of the weight is not summed over the batch.',
      hint: 'All rows share one weight: its gradient has the shape of the weight.',
      gradient(outGrad, node) {
        const [x, weight] = node.inputs;
        const [ofX] = RMSNorm.prototype.gradient.call(this, outGrad, node);
        return [ofX, multiply(outGrad, multiply(x, rmsScale(x, weight, this.eps)))];
      },
    },
  }),
];
