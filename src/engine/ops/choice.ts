/** Ops that pass some entries on and hold others back. */
import { checkBounds, checkProbability } from '../../case/limits.js';
import { sizeOf } from '../../case/shape.js';
import { type Node, type One, Op, type Two } from '../autograd/op.js';
import { zip } from '../kernels/elementwise.js';
import { uniform } from '../kernels/random.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import { record, type Tensor, zeros } from '../tensor/tensor.js';
import { ElementwiseOp } from './elementwise-op.js';
import { mask, masked } from './mask.js';
import { broadcast } from './shape.js';

/** One 0 or 1 for each entry, row-major. */
export type Bits = readonly number[];

export class Where extends Op<Two> {
  readonly name = 'where';
  constructor(readonly condition: Bits) {
    super();
  }
  compute(a: NDArray, b: NDArray): NDArray {
    let at = 0;
    return zip(a, b, (x, y) => (this.condition[at++] === 1 ? x : y));
  }
  gradient(outGrad: Tensor, _: Node<Two>): Two {
    const nothing = zeros(outGrad.shape, { dtype: outGrad.dtype });
    return [where(this.condition, outGrad, nothing), where(this.condition, nothing, outGrad)];
  }
}

/** Entries of `a` where the condition is 1, of `b` where it is 0; the condition is flat, of the broadcast shape. */
export const where = (condition: Bits, a: Tensor, b: Tensor): Tensor =>
  record(new Where(condition), broadcast(a, b, 'where'));

export class Clip extends ElementwiseOp<One> {
  readonly name = 'clip';
  constructor(
    readonly min: number | null,
    readonly max: number | null,
  ) {
    super();
    checkBounds(min, max);
  }
  entry(x: number): number {
    const clipped = Math.min(Math.max(x, this.low), this.high);
    return clipped === x ? x : clipped; // −0 stays
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const { low, high } = this;
    const inside = mask(x, (entry) => (entry >= low && entry <= high ? 1 : 0));
    return [masked(outGrad, inside)];
  }
  private get low(): number {
    return this.min ?? Number.NEGATIVE_INFINITY;
  }
  private get high(): number {
    return this.max ?? Number.POSITIVE_INFINITY;
  }
}

/** Entries below `min` become `min`, those above `max` become `max`; null means no bound. At a bound the slope is 1. */
export const clip = (a: Tensor, min: number | null, max: number | null): Tensor =>
  record(new Clip(min, max), [a]);

export class Dropout extends Op<One> {
  readonly name = 'dropout';
  constructor(
    readonly p: number,
    readonly mask: Bits,
  ) {
    super();
    checkProbability(p);
  }
  compute(a: NDArray): NDArray {
    const data = allocate(a.dtype, a.data.length);
    for (let i = 0; i < data.length; i++)
      data[i] = this.mask[i] === 1 ? (a.data[i] as number) / (1 - this.p) : 0;
    return new NDArray(a.dtype, a.shape, data);
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [dropoutWith(outGrad, this.p, this.mask)]; // the same mask, and the same 1/(1 − p)
  }
}

/** Keeps the entries where the mask is 1, divided by 1 − p (Srivastava et al., 2014), so that the expected value stays; the others become 0. */
export const dropoutWith = (a: Tensor, p: number, mask: Bits): Tensor => record(new Dropout(p, mask), [a]);

/** Drops each entry with probability p, and divides the others by 1 − p; the seed decides which ones. */
export function dropout(a: Tensor, p: number, seed: number): Tensor {
  const draw = uniform(seed);
  return dropoutWith(
    a,
    p,
    Array.from({ length: sizeOf(a.shape) }, () => (draw() < p ? 0 : 1)),
  );
}
