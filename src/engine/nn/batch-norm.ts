import { batchAxes } from '../../case/limits.js';
import { formatShape, ShapeError, sizeOf } from '../../case/shape.js';
import { noGrad } from '../autograd/modes.js';
import { add, addScalar, divide, mulScalar, multiply, subtract } from '../ops/elementwise.js';
import { sqrt } from '../ops/exponential.js';
import { mean } from '../ops/mean.js';
import { reshape } from '../ops/shape.js';
import { batchNorm, variance } from '../ops/statistics.js';
import { ones, type Tensor, zeros } from '../tensor/tensor.js';
import type { NormOptions } from './layer-norm.js';
import { Module } from './module.js';
import { Buffer, Parameter } from './parameter.js';

/** Of BatchNorm1d. */
export interface BatchNormOptions extends NormOptions {
  /** The weight of the newest batch in the running statistics. */
  readonly momentum?: number;
}

/**
 * weight · (x − mean) / √(variance + eps) + bias for each feature along axis 1 of x, of shape (N, features) or (N,
 * features, L). During training, mean and variance are the batch's; afterwards they are the running ones, whose
 * variance is that of a sample (divided by N − 1), as in PyTorch. Needle divides by N there too.
 */
export class BatchNorm1d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly runningMean: Buffer;
  readonly runningVar: Buffer;
  readonly eps: number;
  readonly momentum: number;

  constructor(
    private readonly features: number,
    { eps = 1e-5, momentum = 0.1, dtype = 'float64' }: BatchNormOptions = {},
  ) {
    super();
    this.eps = eps;
    this.momentum = momentum;
    this.weight = new Parameter(ones([features], { dtype }));
    this.bias = new Parameter(zeros([features], { dtype }));
    this.runningMean = new Buffer(zeros([features], { dtype }));
    this.runningVar = new Buffer(ones([features], { dtype }));
  }

  forward(x: Tensor): Tensor {
    this.check(x);
    const shape = [this.features, ...x.shape.slice(2).map(() => 1)];
    const perFeature = (values: Tensor) => reshape(values, shape);
    if (this.training) this.track(x);
    const normal = this.training
      ? batchNorm(x, this.eps)
      : divide(
          subtract(x, perFeature(this.runningMean)),
          perFeature(sqrt(addScalar(this.runningVar, this.eps))),
        );
    return add(multiply(normal, perFeature(this.weight)), perFeature(this.bias));
  }

  /** Blends the statistics of a batch into the running ones. */
  private track(x: Tensor): void {
    const axes = batchAxes(x.shape);
    noGrad(() => {
      this.blend(this.runningMean, mean(x, axes));
      this.blend(this.runningVar, variance(x, axes));
    });
  }

  private blend(running: Buffer, newest: Tensor): void {
    running.assign(add(mulScalar(running, 1 - this.momentum), mulScalar(newest, this.momentum)));
  }

  private check({ shape }: Tensor): void {
    if ((shape.length !== 2 && shape.length !== 3) || shape[1] !== this.features) {
      throw new ShapeError(
        `BatchNorm1d: expected shape (N, ${this.features}) or (N, ${this.features}, L), got ${formatShape(shape)}`,
      );
    }
    if (this.training && sizeOf(shape) <= this.features) {
      throw new ShapeError(
        `BatchNorm1d: one number per feature has no variance to learn from, as in shape ${formatShape(shape)}; ` +
          'use larger batches, or eval()',
      );
    }
  }
}
