/** Weights such as 0, ½ and 1 that say how much of a gradient an entry lets through. */
import { map, zip } from './kernels/elementwise.js';
import { noGrad } from './modes.js';
import type { NDArray } from './ndarray.js';
import { type Inputs, type Node, Op } from './op.js';
import { record, type Tensor, zeros } from './tensor.js';

type Weight = ((x: number) => number) | ((x: number, y: number) => number);

class Mask extends Op {
  readonly name = 'mask';
  constructor(readonly weight: Weight) {
    super();
  }
  compute(a: NDArray, b?: NDArray): NDArray {
    return b === undefined ? map(a, this.weight as (x: number) => number) : zip(a, b, this.weight);
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
