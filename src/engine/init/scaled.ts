/**
 * Random weights, scaled so that signals, and gradients on their way back, stay about as large after a layer as
 * before. The shape is (inputs, outputs), or (height, width, channels in, channels out) for a convolution.
 */
import { formatShape, type Shape, ShapeError, sizeOf } from '../../case/shape.js';
import type { Random } from '../tensor/random.js';
import type { Tensor, TensorOptions } from '../tensor/tensor.js';
import { normal, uniform } from './distributions.js';

/** Of the distributions that are scaled by the sizes of a weight. */
export interface GainOptions extends TensorOptions {
  /** The gain that the next activation needs; √2 for relu. */
  readonly gain?: number;
}

/** Uniform in ±gain·√(6 / (fanIn + fanOut)). Glorot and Bengio, 2010. */
export function xavierUniform(
  shape: Shape,
  random: Random,
  { gain = 1, ...options }: GainOptions = {},
): Tensor {
  const { fanIn, fanOut } = fansOf(shape, 'xavierUniform');
  return within(gain * Math.sqrt(6 / (fanIn + fanOut)), shape, random, options);
}

/** Normal, of deviation gain·√(2 / (fanIn + fanOut)). Glorot and Bengio, 2010. */
export function xavierNormal(
  shape: Shape,
  random: Random,
  { gain = 1, ...options }: GainOptions = {},
): Tensor {
  const { fanIn, fanOut } = fansOf(shape, 'xavierNormal');
  return normal(shape, random, { ...options, deviation: gain * Math.sqrt(2 / (fanIn + fanOut)) });
}

/** Uniform in ±gain·√(3 / fanIn). He et al., 2015. */
export function kaimingUniform(
  shape: Shape,
  random: Random,
  { gain = Math.SQRT2, ...options }: GainOptions = {},
): Tensor {
  const { fanIn } = fansOf(shape, 'kaimingUniform');
  return within(gain * Math.sqrt(3 / fanIn), shape, random, options);
}

/** Normal, of deviation gain / √fanIn. He et al., 2015. */
export function kaimingNormal(
  shape: Shape,
  random: Random,
  { gain = Math.SQRT2, ...options }: GainOptions = {},
): Tensor {
  const { fanIn } = fansOf(shape, 'kaimingNormal');
  return normal(shape, random, { ...options, deviation: gain / Math.sqrt(fanIn) });
}

const within = (bound: number, shape: Shape, random: Random, options: TensorOptions): Tensor =>
  uniform(shape, random, { ...options, low: -bound, high: bound });

/** How many numbers an output sums, and how many outputs a number goes into. */
export function fansOf(shape: Shape, name: string): { readonly fanIn: number; readonly fanOut: number } {
  const [inputs, outputs] = shape.slice(-2);
  if (inputs === undefined || outputs === undefined) {
    throw new ShapeError(
      `${name}: expected a shape (inputs, outputs) or (height, width, inputs, outputs), got ${formatShape(shape)}; ` +
        'use uniform or normal for other shapes',
    );
  }
  const positions = sizeOf(shape.slice(0, -2));
  return { fanIn: positions * inputs, fanOut: positions * outputs };
}
