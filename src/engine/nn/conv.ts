import { ShapeError } from '../../case/shape.js';
import { uniform } from '../init/distributions.js';
import { kaimingUniform } from '../init/scaled.js';
import { conv } from '../ops/conv.js';
import { add } from '../ops/elementwise.js';
import { permute } from '../ops/shape.js';
import type { Random } from '../tensor/random.js';
import type { Tensor } from '../tensor/tensor.js';
import type { LinearOptions } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

/** Of Conv. */
export interface ConvOptions extends LinearOptions {
  readonly stride?: number;
}

/**
 * Convolves images (N, channels in, H, W) with a square kernel, padded so that with stride 1 they keep their size: (N,
 * channels out, ⌈H / stride⌉, ⌈W / stride⌉). The weight is (kernel, kernel, channels in, channels out), as in needle.
 * It is initialised Kaiming uniform, the bias uniform in ±1/√(kernel² · channels in).
 */
export class Conv extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly stride: number;
  private readonly padding: number;

  /** @throws {ShapeError} when the kernel is even: no equal padding keeps the size then */
  constructor(
    channelsIn: number,
    channelsOut: number,
    kernel: number,
    random: Random,
    { stride = 1, bias = true, dtype = 'float64' }: ConvOptions = {},
  ) {
    super();
    if (kernel % 2 !== 1) {
      throw new ShapeError(
        `Conv: a kernel of ${kernel} × ${kernel} cannot keep the size of images; use an odd kernel, or the function conv`,
      );
    }
    this.stride = stride;
    this.padding = (kernel - 1) / 2;
    this.weight = new Parameter(kaimingUniform([kernel, kernel, channelsIn, channelsOut], random, { dtype }));
    const bound = 1 / Math.sqrt(kernel * kernel * channelsIn);
    this.bias = bias
      ? new Parameter(uniform([channelsOut], random, { low: -bound, high: bound, dtype }))
      : null;
  }

  forward(images: Tensor): Tensor {
    const channelsLast = permute(images, [0, 2, 3, 1]);
    const sums = conv(channelsLast, this.weight, this.stride, this.padding);
    return permute(this.bias === null ? sums : add(sums, this.bias), [0, 3, 1, 2]);
  }
}
