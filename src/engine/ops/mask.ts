/** Weights such as 0, ½ and 1 that say how much of a gradient an entry passes on, and the op that applies them. */
import { formatShape, ShapeError, sameShape } from '../../case/shape.js';
import { noGrad } from '../autograd/modes.js';
import type { Inputs, Node, Two } from '../autograd/op.js';
import { AutogradError } from '../tensor/errors.js';
import { record, type Tensor, zeros } from '../tensor/tensor.js';
import { ElementwiseOp } from './elementwise-op.js';

type Weight = ((x: number) => number) | ((x: number, y: number) => number);

class Mask extends ElementwiseOp {
  readonly name = 'mask';
  constructor(readonly weight: Weight) {
    super();
  }
  override get formula(): object {
    return this.weight;
  }
  entry(x: number, y: number): number {
    return this.weight(x, y);
  }
  gradient(_: Tensor, node: Node<Inputs>): Inputs {
    return node.inputs.map(({ shape, dtype }) => zeros(shape, { dtype }));
  }
}

/** weight(x) for every entry x, held constant: no gradient flows back through it. */
export const mask = (a: Tensor, weight: (x: number) => number): Tensor =>
  noGrad(() => record(new Mask(weight), [a]));

/** weight(x, y) for every pair of entries of two tensors of one shape, held constant. */
export const maskOfPair = (a: Tensor, b: Tensor, weight: (x: number, y: number) => number): Tensor =>
  noGrad(() => record(new Mask(weight), [a, b]));

/** Outside the vocabulary; `toProgram` knows it. */
export class Masked extends ElementwiseOp<Two> {
  readonly name = 'masked';
  entry(x: number, weight: number): number {
    return weight === 0 ? weight : x * weight;
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [, weights] = node.inputs;
    return [masked(outGrad, weights), zeros(weights.shape, { dtype: weights.dtype })];
  }
}

/**
 * a · weights, but 0 wherever a weight is 0, even where an infinite entry of `a` would make the product NaN.
 * @param weights a mask of the shape of `a`, held constant
 * @throws {ShapeError} on another shape; {AutogradError} when the weights require grad
 */
export function masked(a: Tensor, weights: Tensor): Tensor {
  if (!sameShape(a.shape, weights.shape)) {
    throw new ShapeError(
      `masked: the weights have shape ${formatShape(weights.shape)}, but the tensor has shape ${formatShape(a.shape)}; ` +
        'broadcast them first',
    );
  }
  if (weights.requiresGrad) {
    throw new AutogradError(
      'masked: the weights are held constant, but these require grad; make them with mask(), or use multiply',
    );
  }
  return record(new Masked(), [a, weights]);
}
