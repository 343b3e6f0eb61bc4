/** Products along axes. Their rules do not divide by an entry, which may be 0: they multiply all others. */
import { reduceShape } from '../../case/ops/reduction.js';
import { type Axes, normalizeAxes, normalizeAxis, sizeOf } from '../../case/shape.js';
import { type Node, type One, Op } from '../autograd/op.js';
import { inverseOf, mapRuns, product, reduce } from '../kernels/reduce.js';
import type { NDArray } from '../tensor/ndarray.js';
import { ones, record, type Tensor } from '../tensor/tensor.js';
import { add, multiply } from './elementwise.js';
import { flip, pad } from './indexing.js';
import { recurrence, shift } from './recurrence.js';
import { permute, reshape } from './shape.js';

export class Cumprod extends Op<One> {
  readonly name = 'cumprod';
  constructor(readonly axis: number) {
    super();
  }
  compute(a: NDArray): NDArray {
    return mapRuns(a, this.axis, (run, start, end, out) => {
      let total = 1;
      for (let i = start; i < end; i++) {
        total *= run[i] as number;
        out[i] = total;
      }
    });
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const axis = normalizeAxis(this.axis, x.shape.length, this.name);
    // xⱼ is a factor of yⱼ and all later ones: x̄ⱼ = x₁⋯xⱼ₋₁ · (ḡⱼ + xⱼ₊₁(ḡⱼ₊₁ + xⱼ₊₂(ḡⱼ₊₂ + …))).
    return [multiply(ofEarlier(node, axis), recurrence(outGrad, shift(x, axis, -1), axis, -1))];
  }
}

/** The cumulative products along the axis: of the first entry, the first two, the first three, … */
export const cumprod = (a: Tensor, axis: number): Tensor => record(new Cumprod(axis), [a]);

/** For each entry, the product of those before it, from the products that include it. */
function ofEarlier(products: Tensor, axis: number): Tensor {
  const { shape, dtype } = products;
  const first = ones(shape.with(axis, 1), { dtype });
  const padding = shape.map((size, other) => (other === axis ? ([0, size - 1] as const) : ([0, 0] as const)));
  return add(shift(products, axis, 1), pad(first, padding));
}

/** For each entry, the product of all others along the axis. */
function ofOthers(x: Tensor, axis: number): Tensor {
  const ofLater = flip(ofEarlier(cumprod(flip(x, axis), axis), axis), axis);
  return multiply(ofEarlier(cumprod(x, axis), axis), ofLater);
}

export class Prod extends Op<One> {
  readonly name = 'prod';
  constructor(
    readonly axes: Axes,
    readonly keepdims: boolean,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    return reduce(a, this.axes, this.keepdims, product);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const kept = reduceShape(x.shape, this.axes, true, this.name);
    return [multiply(reshape(outGrad, kept), this.others(x))];
  }

  /** For each entry, the product of all others of its slice: the reduced axes become one, and are taken apart again. */
  private others(x: Tensor): Tensor {
    const { shape } = x;
    const reduced = normalizeAxes(this.axes, shape.length, this.name);
    const kept = shape.flatMap((_, axis) => (reduced.includes(axis) ? [] : [axis]));
    const order = [...kept, ...reduced];
    const sizes = (axes: readonly number[]) => axes.map((axis) => shape[axis] as number);
    const slices = reshape(permute(x, order), [...sizes(kept), sizeOf(sizes(reduced))]);
    return permute(reshape(ofOthers(slices, kept.length), sizes(order)), inverseOf(order));
  }
}

/** The product over the axes; default: all axes. They are dropped, or stay at size 1 with `keepdims`. The product of no entries is 1. */
export const prod = (a: Tensor, axes: Axes = null, keepdims = false): Tensor =>
  record(new Prod(axes, keepdims), [a]);
