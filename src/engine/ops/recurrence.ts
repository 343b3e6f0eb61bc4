/** Neighbours along an axis: shifts, and sums in which each entry is carried on to the next. */
import { type Shape, stridesOf } from '../../case/shape.js';
import { type Node, Op, type Two } from '../autograd/op.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { multiply } from './elementwise.js';
import { pad } from './indexing.js';

/** Moves all entries along the axis, to the next place (1) or to the one before (−1); 0 comes in, and one goes out. */
export const shift = (a: Tensor, axis: number, by: 1 | -1): Tensor =>
  pad(
    a,
    a.shape.map((_, other) => (other === axis ? ([by, -by] as const) : ([0, 0] as const))),
  );

/** Outside the vocabulary. */
class Recurrence extends Op<Two> {
  readonly name = 'recurrence';
  constructor(
    readonly axis: number,
    readonly by: 1 | -1,
  ) {
    super();
  }
  override outputShape([terms]: Two): Shape {
    return terms.shape;
  }
  compute(terms: NDArray, factors: NDArray): NDArray {
    const length = terms.shape[this.axis] as number;
    const stride = stridesOf(terms.shape)[this.axis] as number;
    const out = allocate(terms.dtype, terms.data.length);
    for (let visited = 0; visited < out.length; visited++) {
      const at = this.by === 1 ? visited : out.length - 1 - visited;
      const isFirst = Math.floor(visited / stride) % length === 0;
      const carried = isFirst ? 0 : (factors.data[at] as number) * (out[at - this.by * stride] as number);
      out[at] = (terms.data[at] as number) + carried;
    }
    return new NDArray(terms.dtype, terms.shape, out);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const { axis, by } = this;
    const back = by === 1 ? -1 : 1;
    // sⱼ is a term of sⱼ₊₁ with the factor aⱼ₊₁: the adjoints are carried on the other way.
    const adjoints = recurrence(outGrad, shift(node.inputs[1], axis, back), axis, back);
    return [adjoints, multiply(adjoints, shift(node, axis, by))];
  }
}

/**
 * sⱼ = gⱼ + aⱼ·sⱼ₋₁ along the axis, or gⱼ + aⱼ·sⱼ₊₁ from its end on.
 * @param by 1 or −1: where each entry is carried on to
 */
export const recurrence = (terms: Tensor, factors: Tensor, axis: number, by: 1 | -1): Tensor =>
  record(new Recurrence(axis, by), [terms, factors]);
