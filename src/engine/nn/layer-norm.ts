import type { DType } from '../../case/tensor-data.js';
import { add, multiply } from '../ops/elementwise.js';
import { layerNorm } from '../ops/statistics.js';
import { ones, type Tensor, zeros } from '../tensor/tensor.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

/** Of the layers that normalize. */
export interface NormOptions {
  /** Added to the variance. */
  readonly eps?: number;
  readonly dtype?: DType;
}

/** weight · (x − mean) / √(variance + eps) + bias over the last axis, of size `features`. Needle's LayerNorm1d. */
export class LayerNorm extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly eps: number;

  constructor(features: number, { eps = 1e-5, dtype = 'float64' }: NormOptions = {}) {
    super();
    this.eps = eps;
    this.weight = new Parameter(ones([features], { dtype }));
    this.bias = new Parameter(zeros([features], { dtype }));
  }

  forward(x: Tensor): Tensor {
    return add(multiply(layerNorm(x, -1, this.eps), this.weight), this.bias);
  }
}
