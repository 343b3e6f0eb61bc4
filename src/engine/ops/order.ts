/** Ops that pick entries by their size. Where entries tie, the slope is shared: in max and min equally. */
import { reduceShape } from '../../case/ops/reduction.js';
import type { Axes } from '../../case/shape.js';
import { type Node, type One, Op, type Two } from '../autograd/op.js';
import { sortedPositions } from '../kernels/order.js';
import { isExtreme, largest, reduce, smallest } from '../kernels/reduce.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import { record, type Tensor, zeros } from '../tensor/tensor.js';
import { divide } from './elementwise.js';
import { masked, maskOfPair } from './mask.js';
import { broadcastTo, reshape, summation } from './shape.js';

export class Max extends Op<One> {
  readonly name = 'max';
  constructor(
    readonly axes: Axes,
    readonly keepdims: boolean,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    return reduce(a, this.axes, this.keepdims, largest);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    return [sharedAmongTies(outGrad, node, this.axes)];
  }
}

/** The largest entry over the axes; default: all axes. Entries that tie share the slope equally. */
export const max = (a: Tensor, axes: Axes = null, keepdims = false): Tensor =>
  record(new Max(axes, keepdims), [a]);

export class Min extends Op<One> {
  readonly name = 'min';
  constructor(
    readonly axes: Axes,
    readonly keepdims: boolean,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    return reduce(a, this.axes, this.keepdims, smallest);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    return [sharedAmongTies(outGrad, node, this.axes)];
  }
}

/** The smallest entry over the axes; default: all axes. Entries that tie share the slope equally. */
export const min = (a: Tensor, axes: Axes = null, keepdims = false): Tensor =>
  record(new Min(axes, keepdims), [a]);

/** outGrad for the entries that are the extreme of their run, divided by their number; 0 for the others. */
function sharedAmongTies(outGrad: Tensor, node: Node<One>, axes: Axes): Tensor {
  const [x] = node.inputs;
  const kept = reduceShape(x.shape, axes, true, 'max');
  const alongRuns = (reduced: Tensor) => broadcastTo(reshape(reduced, kept), x.shape);
  const ties = maskOfPair(x, alongRuns(node), isExtreme);
  return masked(divide(alongRuns(outGrad), summation(ties, axes, true)), ties);
}

export class Sort extends Op<One> {
  readonly name = 'sort';
  constructor(
    readonly axis: number,
    readonly descending: boolean,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    return readAtPositions(a, sortedPositions(a, this.axis, this.descending));
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [unsort(outGrad, x, this.axis, this.descending)];
  }
}

/**
 * Sorts the entries along the axis, the smallest first, or the largest; equal ones keep their order. NaN is the
 * largest.
 */
export const sort = (a: Tensor, axis = -1, descending = false): Tensor =>
  record(new Sort(axis, descending), [a]);

/** Outside the vocabulary. */
class Unsort extends Op<Two> {
  readonly name = 'unsort';
  constructor(
    readonly axis: number,
    readonly descending: boolean,
  ) {
    super();
  }
  compute(a: NDArray, keys: NDArray): NDArray {
    const data = allocate(a.dtype, a.data.length);
    sortedPositions(keys, this.axis, this.descending).forEach((from, k) => {
      data[from] = a.data[k] as number;
    });
    return new NDArray(a.dtype, a.shape, data);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [, keys] = node.inputs;
    const sorted = record(new SortBy(this.axis, this.descending), [outGrad, keys]);
    return [sorted, zeros(keys.shape, { dtype: keys.dtype })];
  }
}

/** Puts entries back where sorting `keys` took them from: unsort(sort(x), x) is x. */
export const unsort = (a: Tensor, keys: Tensor, axis = -1, descending = false): Tensor =>
  record(new Unsort(axis, descending), [a, keys]);

/** Reorders entries as sorting reorders the keys; outside the vocabulary. */
class SortBy extends Op<Two> {
  readonly name = 'sort_by';
  constructor(
    readonly axis: number,
    readonly descending: boolean,
  ) {
    super();
  }
  compute(a: NDArray, keys: NDArray): NDArray {
    return readAtPositions(a, sortedPositions(keys, this.axis, this.descending));
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [, keys] = node.inputs;
    const back = unsort(outGrad, keys, this.axis, this.descending);
    return [back, zeros(keys.shape, { dtype: keys.dtype })];
  }
}

function readAtPositions(a: NDArray, positions: Int32Array): NDArray {
  const data = allocate(a.dtype, a.data.length);
  positions.forEach((from, k) => {
    data[k] = a.data[from] as number;
  });
  return new NDArray(a.dtype, a.shape, data);
}
