import { type Node, Op, type Two } from '../autograd/op.js';
import { convolve } from '../kernels/conv.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { dilate, flip, pad } from './indexing.js';
import { permute, transpose } from './shape.js';

/** The two axes of an image's height and width. */
const plane = [1, 2] as const;

export class Conv extends Op<Two> {
  readonly name = 'conv';
  constructor(
    readonly stride: number,
    readonly padding: number,
  ) {
    super();
  }
  compute(images: NDArray, weight: NDArray): NDArray {
    return convolve(images, weight, this.stride, this.padding);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [images, weight] = node.inputs;
    const { stride, padding } = this;
    // One step of ḡ is `stride` steps of the images; dilate also puts zeros after the last one, which pad takes away.
    const spread = padPlane(dilate(outGrad, plane, stride - 1), [
      [0, 1 - stride],
      [0, 1 - stride],
    ]);
    const kernel = weight.shape;
    // Rows and columns at the end of the images that no window reached.
    const rest = plane.map(
      (axis, i) => ((images.shape[axis] as number) + 2 * padding - (kernel[i] as number)) % stride,
    );
    const around = rest.map((unread, i) => {
      const before = (kernel[i] as number) - 1 - padding;
      return [before, before + unread] as const;
    });
    const cut = rest.map((unread) => [padding, padding - unread] as const);
    return [
      // Each entry meets the flipped kernel, from the channels out to the channels in.
      conv(padPlane(spread, around), transpose(flip(weight, [0, 1]), [2, 3])),
      // The images slide under ḡ, with the batch in the place of the channels that are summed over.
      permute(
        conv(permute(padPlane(images, cut), [3, 1, 2, 0]), permute(spread, [1, 2, 0, 3])),
        [1, 2, 0, 3],
      ),
    ];
  }
}

const padPlane = (images: Tensor, [rows, columns]: readonly (readonly [number, number])[]): Tensor =>
  pad(images, [[0, 0], rows as readonly [number, number], columns as readonly [number, number], [0, 0]]);

/**
 * Images (N, H, W, Cin) convolved with weights (h, w, Cin, Cout), as a cross-correlation: the kernel is not flipped,
 * as is usual in neural networks.
 * @returns images (N, ⌊(H + 2·padding − h) / stride⌋ + 1, likewise for the width, Cout)
 */
export const conv = (images: Tensor, weight: Tensor, stride = 1, padding = 0): Tensor =>
  record(new Conv(stride, padding), [images, weight]);
