/** Norms with a weight, and a bias: x̂·w + b, with x̂ the normalized entries. */
import { type Shape, sizeOf } from '../../case/shape.js';
import { type Node, Op, type Three, type Two } from '../autograd/op.js';
import { zip } from '../kernels/elementwise.js';
import { repeatTo, withShape } from '../kernels/movement.js';
import { mapRuns } from '../kernels/reduce.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { addScalar, multiply, subtract } from './elementwise.js';
import { powerScalar } from './exponential.js';
import { mean } from './mean.js';
import { reshape, summation } from './shape.js';
import { layerNorm, standardized, standardizedGradient } from './statistics.js';

/** What is normalized, over which axes, and which shape a weight has beside it. */
interface Frame {
  /** The entries, so that each slice lies along some axes. */
  readonly shape: Shape;
  readonly axes: readonly number[];
  /** A weight in this shape is broadcast to the input. */
  readonly weight: Shape;
}

/** The last axes, as many as the weight has. */
const lastAxes = (shape: Shape, weight: Shape): Frame => ({
  shape,
  axes: weight.map((_, axis) => shape.length - weight.length + axis),
  weight,
});

/** A weight for each channel, beside (batch, channels, …). */
const besideChannels = (shape: Shape): Shape => [shape[1] as number, ...shape.slice(2).map(() => 1)];

abstract class AffineNorm extends Op<Three> {
  constructor(readonly eps: number) {
    super();
  }
  protected abstract frameOf(shape: Shape, weight: Shape): Frame;
  compute(x: NDArray, weight: NDArray, bias: NDArray): NDArray {
    const frame = this.frameOf(x.shape, weight.shape);
    const normal = withShape(standardized(withShape(x, frame.shape), frame.axes, this.eps), x.shape);
    const beside = (each: NDArray) => repeatTo(withShape(each, frame.weight), x.shape);
    return zip(
      zip(normal, beside(weight), (hat, w) => hat * w),
      beside(bias),
      (scaled, b) => scaled + b,
    );
  }
  gradient(outGrad: Tensor, node: Pick<Node<Three>, 'inputs'>): Three {
    const [x, weight] = node.inputs;
    const frame = this.frameOf(x.shape, weight.shape);
    const entries = reshape(x, frame.shape);
    const normal = layerNorm(entries, frame.axes, this.eps);
    const scaled = reshape(multiply(outGrad, reshape(weight, frame.weight)), frame.shape);
    const ofNormal = standardizedGradient(scaled, entries, normal, { axes: frame.axes, eps: this.eps });
    return [
      reshape(ofNormal, x.shape),
      // Weight and bias were the same for many entries.
      summedTo(multiply(outGrad, reshape(normal, x.shape)), frame.weight, weight.shape),
      summedTo(outGrad, frame.weight, weight.shape),
    ];
  }
}

/** Added up over the axes along which the weight was repeated. */
function summedTo(a: Tensor, beside: Shape, shape: Shape): Tensor {
  const added = a.shape.length - beside.length;
  const repeated = [...a.shape.keys()].filter((axis) => axis < added || beside[axis - added] === 1);
  return reshape(summation(a, repeated), shape);
}

export class AffineLayerNorm extends AffineNorm {
  readonly name = 'affine_layer_norm';
  protected frameOf(shape: Shape, weight: Shape): Frame {
    return lastAxes(shape, weight);
  }
}

/**
 * (x − mean) / √(variance + eps) · weight + bias over the last axes, as many as the weight has; as torch's layer_norm
 * (Ba et al., 2016).
 * @param weight and `bias` have the shape of these axes
 */
export const affineLayerNorm = (x: Tensor, weight: Tensor, bias: Tensor, eps = 1e-5): Tensor =>
  record(new AffineLayerNorm(eps), [x, weight, bias]);

export class AffineBatchNorm extends AffineNorm {
  readonly name = 'affine_batch_norm';
  protected frameOf(shape: Shape): Frame {
    const axes = [...shape.keys()].filter((axis) => axis !== 1);
    return { shape, axes, weight: besideChannels(shape) };
  }
}

/**
 * (x − mean) / √(variance + eps) · weight + bias of (batch, channels, …), with mean and variance of each channel in this
 * batch, as in training (Ioffe and Szegedy, 2015).
 * @param weight and `bias` have one entry for each channel
 */
export const affineBatchNorm = (x: Tensor, weight: Tensor, bias: Tensor, eps = 1e-5): Tensor =>
  record(new AffineBatchNorm(eps), [x, weight, bias]);

export class GroupNorm extends AffineNorm {
  readonly name = 'group_norm';
  constructor(
    readonly groups: number,
    eps: number,
  ) {
    super(eps);
  }
  protected frameOf(shape: Shape): Frame {
    const grouped = [shape[0] as number, this.groups, sizeOf(shape.slice(1)) / this.groups];
    return { shape: grouped, axes: [2], weight: besideChannels(shape) };
  }
}

/**
 * (x − mean) / √(variance + eps) · weight + bias of (batch, channels, …), with a mean and a variance for each image and
 * each group of neighbouring channels (Wu and He, 2018).
 * @param weight and `bias` have one entry for each channel
 */
export const groupNorm = (x: Tensor, weight: Tensor, bias: Tensor, groups: number, eps = 1e-5): Tensor =>
  record(new GroupNorm(groups, eps), [x, weight, bias]);

export class RMSNorm extends Op<Two> {
  readonly name = 'rms_norm';
  constructor(readonly eps: number) {
    super();
  }
  compute(x: NDArray, weight: NDArray): NDArray {
    const { axes } = lastAxes(x.shape, weight.shape);
    const normal = mapRuns(x, axes, (run, start, end, out) => {
      let total = 0;
      for (let i = start; i < end; i++) total += (run[i] as number) ** 2;
      const root = Math.sqrt(total / (end - start) + this.eps);
      for (let i = start; i < end; i++) out[i] = (run[i] as number) / root;
    });
    return zip(normal, repeatTo(weight, x.shape), (hat, w) => hat * w);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [x, weight] = node.inputs;
    const { axes } = lastAxes(x.shape, weight.shape);
    const scale = powerScalar(addScalar(mean(multiply(x, x), axes, true), this.eps), -0.5);
    const normal = multiply(x, scale);
    const scaled = multiply(outGrad, weight);
    // The root depends on every entry: along x̂ nothing changes.
    const along = multiply(normal, mean(multiply(scaled, normal), axes, true));
    return [
      multiply(scale, subtract(scaled, along)),
      summedTo(multiply(outGrad, normal), weight.shape, weight.shape),
    ];
  }
}

/**
 * x / √(mean x² + eps) · weight over the last axes, as many as the weight has, whose shape the weight has (Zhang and
 * Sennrich, 2019).
 */
export const rmsNorm = (x: Tensor, weight: Tensor, eps = 1e-5): Tensor =>
  record(new RMSNorm(eps), [x, weight]);
