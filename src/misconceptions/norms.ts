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
];
