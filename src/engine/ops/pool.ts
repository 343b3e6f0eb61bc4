/** Ops that summarize images window by window. */
import { type Node, type One, Op } from '../autograd/op.js';
import { maxima, means } from '../kernels/accumulate.js';
import { foldWindows } from '../kernels/pool.js';
import { isExtreme } from '../kernels/reduce.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { add, divide, divideScalar } from './elementwise.js';
import { unslice } from './indexing.js';
import { masked, maskOfPair } from './mask.js';
import { placesOf, seenAt } from './windows.js';

export class AvgPool extends Op<One> {
  readonly name = 'avg_pool';
  constructor(
    readonly kernel: number,
    readonly stride: number,
  ) {
    super();
  }
  compute(images: NDArray): NDArray {
    return foldWindows(images, this.kernel, this.stride, means);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [images] = node.inputs;
    const share = divideScalar(outGrad, this.kernel * this.kernel);
    const places = placesOf(this.kernel, this.stride, node.shape);
    return [places.map((runs) => unslice(share, images.shape, runs)).reduce(add)];
  }
}

/** The mean of each square window of images (N, H, W, C), channel by channel; default: the stride is the kernel. */
export const avgPool = (images: Tensor, kernel: number, stride = kernel): Tensor =>
  record(new AvgPool(kernel, stride), [images]);

export class MaxPool extends Op<One> {
  readonly name = 'max_pool';
  constructor(
    readonly kernel: number,
    readonly stride: number,
  ) {
    super();
  }
  compute(images: NDArray): NDArray {
    return foldWindows(images, this.kernel, this.stride, maxima);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [images] = node.inputs;
    const places = placesOf(this.kernel, this.stride, node.shape);
    const isLargest = places.map((runs) => maskOfPair(seenAt(images, runs), node, isExtreme));
    // Entries that tie for the largest share outGrad.
    const share = divide(outGrad, isLargest.reduce(add));
    return [
      places
        .map((runs, place) => unslice(masked(share, isLargest[place] as Tensor), images.shape, runs))
        .reduce(add),
    ];
  }
}

/** The largest entry of each square window of images (N, H, W, C), channel by channel; ties share the slope. */
export const maxPool = (images: Tensor, kernel: number, stride = kernel): Tensor =>
  record(new MaxPool(kernel, stride), [images]);
