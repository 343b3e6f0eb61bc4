/** Ops that read at the places of an index. An entry that is read several times gets the sum of what comes back. */
import type { Shape } from '../../case/shape.js';
import { type Node, type One, Op } from '../autograd/op.js';
import { addAt, type Places, readAt } from '../kernels/gather.js';
import { withShape } from '../kernels/movement.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { reshape } from './shape.js';

export class Gather extends Op<One> {
  readonly name = 'gather';
  constructor(
    readonly axis: number,
    readonly index: readonly number[],
    readonly indexShape: Shape,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    return readAt(a, this);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [scatterAdd(outGrad, x.shape, this)];
  }
}

/**
 * Entry (i, j, …) of the result is read at the same place, except along the axis, where the index says where; as
 * torch.gather.
 */
export const gather = (a: Tensor, axis: number, index: readonly number[], indexShape: Shape): Tensor =>
  record(new Gather(axis, index, indexShape), [a]);

/** The transpose of gather; outside the vocabulary. */
class ScatterAdd extends Op<One> {
  readonly name = 'scatter_add';
  constructor(
    readonly shape: Shape,
    readonly places: Places,
  ) {
    super();
  }
  override outputShape(_: One): Shape {
    return this.shape;
  }
  compute(a: NDArray): NDArray {
    return addAt(a, this.shape, this.places);
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    const { axis, index, indexShape } = this.places;
    return [gather(outGrad, axis, index, indexShape)];
  }
}

/** Zeros of this shape, with the entries of `a` added at these places: where several meet, their sum. */
export const scatterAdd = (a: Tensor, shape: Shape, places: Places): Tensor =>
  record(new ScatterAdd(shape, places), [a]);

export class Embedding extends Op<One> {
  readonly name = 'embedding';
  constructor(
    readonly indices: readonly number[],
    readonly indicesShape: Shape,
  ) {
    super();
  }
  compute(weight: NDArray): NDArray {
    const width = weight.shape[1] as number;
    return withShape(readAt(weight, this.rows(width)), [...this.indicesShape, width]);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [weight] = node.inputs;
    const rows = this.rows(weight.shape[1] as number);
    return [scatterAdd(reshape(outGrad, rows.indexShape), weight.shape, rows)];
  }
  /** Every index once for each entry of its row. */
  private rows(width: number): Places {
    const index = this.indices.flatMap((row) => new Array<number>(width).fill(row));
    return { axis: 0, index, indexShape: [this.indices.length, width] };
  }
}

/** The row of the (rows, row length) weight that each index names; the shape is `indicesShape` and the row length. */
export const embedding = (weight: Tensor, indices: readonly number[], indicesShape: Shape): Tensor =>
  record(new Embedding(indices, indicesShape), [weight]);
