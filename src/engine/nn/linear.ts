import type { DType } from '../../case/tensor-data.js';
import { uniform } from '../init/distributions.js';
import { kaimingUniform } from '../init/scaled.js';
import { add } from '../ops/elementwise.js';
import { matmul } from '../ops/matmul.js';
import type { Random } from '../tensor/random.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

/** Of Linear. */
export interface LinearOptions {
  readonly bias?: boolean;
  readonly dtype?: DType;
}

/**
 * xW + b, for x of shape (…, inputs) and W of shape (inputs, outputs), as in needle; PyTorch keeps W transposed. W is
 * initialised Kaiming uniform, b uniform in ±1/√inputs.
 */
export class Linear extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;

  constructor(
    inputs: number,
    outputs: number,
    random: Random,
    { bias = true, dtype = 'float64' }: LinearOptions = {},
  ) {
    super();
    this.weight = new Parameter(kaimingUniform([inputs, outputs], random, { dtype }));
    const bound = 1 / Math.sqrt(inputs);
    this.bias = bias ? new Parameter(uniform([outputs], random, { low: -bound, high: bound, dtype })) : null;
  }

  forward(x: Tensor): Tensor {
    const product = matmul(x, this.weight);
    return this.bias === null ? product : add(product, this.bias);
  }
}
