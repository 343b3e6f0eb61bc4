/** Ops that read or write at the places of an index. An entry that is read several times gets the sum of what comes back. */
import { type Shape, sizeOf } from '../../case/shape.js';
import { type Node, type One, Op, type Two } from '../autograd/op.js';
import { addAt, type Places, readAt, readRows } from '../kernels/gather.js';
import { withShape } from '../kernels/movement.js';
import { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor, zeros } from '../tensor/tensor.js';
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
    return [ungather(outGrad, x.shape, this)];
  }
}

/**
 * Entry (i, j, …) of the result is read at the same place, except along the axis, where the index says where; as
 * torch.gather.
 */
export const gather = (a: Tensor, axis: number, index: readonly number[], indexShape: Shape): Tensor =>
  record(new Gather(axis, index, indexShape), [a]);

export class ScatterAdd extends Op<Two> {
  readonly name = 'scatter_add';
  constructor(
    readonly axis: number,
    readonly index: readonly number[],
  ) {
    super();
  }
  compute(base: NDArray, source: NDArray): NDArray {
    return addAt(base, source, { axis: this.axis, index: this.index, indexShape: source.shape });
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [, source] = node.inputs;
    return [outGrad, gather(outGrad, this.axis, this.index, source.shape)];
  }
}

/**
 * The base with the entries of the source added to it: each at its own place, except along the axis, where the index says
 * where; as torch.scatter_add. What meets at one place is added up.
 * @param index one number for each entry of the source, row-major
 */
export const scatterAdd = (base: Tensor, source: Tensor, axis: number, index: readonly number[]): Tensor =>
  record(new ScatterAdd(axis, index), [base, source]);

/** The transpose of gather: zeros of this shape, with the entries of `a` added at these places. */
export const ungather = (a: Tensor, shape: Shape, { axis, index }: Places): Tensor =>
  scatterAdd(zeros(shape, { dtype: a.dtype }), a, axis, index);

export class IndexPut extends Op<Two> {
  readonly name = 'index_put';
  constructor(readonly indices: readonly number[]) {
    super();
  }
  compute(base: NDArray, rows: NDArray): NDArray {
    const data = base.data.slice();
    const length = sizeOf(base.shape.slice(1));
    this.indices.forEach((row, from) => {
      data.set(rows.data.subarray(from * length, (from + 1) * length), row * length);
    });
    return new NDArray(base.dtype, base.shape, data);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [, rows] = node.inputs;
    // What was overwritten has no influence; the rows get what stands where they were put.
    return [
      indexPut(outGrad, zeros(rows.shape, { dtype: rows.dtype }), this.indices),
      rowsAt(outGrad, this.indices, rows.shape),
    ];
  }
}

/** The base with these of its rows (along axis 0) replaced; no index may stand there twice. */
export const indexPut = (base: Tensor, rows: Tensor, indices: readonly number[]): Tensor =>
  record(new IndexPut(indices), [base, rows]);

/** The rows that the indices name, of any rank; `shape` is that of all of them together. */
const rowsAt = (a: Tensor, indices: readonly number[], shape: Shape): Tensor => {
  const length = sizeOf(shape.slice(1));
  return gather(
    a,
    0,
    indices.flatMap((row) => new Array<number>(length).fill(row)),
    shape,
  );
};

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
    return withShape(readRows(weight, this.indices), [...this.indicesShape, width]);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [weight] = node.inputs;
    const rows = this.rows(weight.shape[1] as number);
    return [ungather(reshape(outGrad, rows.indexShape), weight.shape, rows)];
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
