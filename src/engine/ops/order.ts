/** Ops that pick entries by their size. Where entries tie, the slope is shared: in max and min equally. */
import { reduceShape } from '../../case/ops/reduction.js';
import type { Axes } from '../../case/shape.js';
import { type Inputs, type Node, type One, Op, type Two } from '../autograd/op.js';
import { sortedPositions } from '../kernels/order.js';
import { isExtreme, largest, reduce, smallest } from '../kernels/reduce.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import { record, type Tensor, zeros } from '../tensor/tensor.js';
import { divide } from './elementwise.js';
import { masked, maskOfPair } from './mask.js';
import { broadcastTo, reshape, summation } from './shape.js';

/** Entries that tie for the extreme of their run share outGrad equally; the others get nothing. */
abstract class Extreme extends Op<One> {
  constructor(
    readonly axes: Axes,
    readonly keepdims: boolean,
  ) {
    super();
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const kept = reduceShape(x.shape, this.axes, true, this.name);
    const alongRuns = (reduced: Tensor) => broadcastTo(reshape(reduced, kept), x.shape);
    const ties = maskOfPair(x, alongRuns(node), isExtreme);
    return [masked(divide(alongRuns(outGrad), summation(ties, this.axes, true)), ties)];
  }
}

export class Max extends Extreme {
  readonly name = 'max';
  compute(a: NDArray): NDArray {
    return reduce(a, this.axes, this.keepdims, largest);
  }
}

/** The largest entry over the axes; default: all axes, which are dropped unless `keepdims`. Entries that tie share the slope. */
export const max = (a: Tensor, axes: Axes = null, keepdims = false): Tensor =>
  record(new Max(axes, keepdims), [a]);

export class Min extends Extreme {
  readonly name = 'min';
  compute(a: NDArray): NDArray {
    return reduce(a, this.axes, this.keepdims, smallest);
  }
}

/** The smallest entry over the axes; default: all axes, which are dropped unless `keepdims`. Entries that tie share the slope. */
export const min = (a: Tensor, axes: Axes = null, keepdims = false): Tensor =>
  record(new Min(axes, keepdims), [a]);

/** Goes by the order of entries along an axis. */
abstract class ByOrder<I extends Inputs> extends Op<I> {
  constructor(
    readonly axis: number,
    readonly descending: boolean,
  ) {
    super();
  }
}

export class Sort extends ByOrder<One> {
  readonly name = 'sort';
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
class Unsort extends ByOrder<Two> {
  readonly name = 'unsort';
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
class SortBy extends ByOrder<Two> {
  readonly name = 'sort_by';
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
