/** Convolutions with a stride, a padding and a dilation for each axis, and groups; and their transposes. */
import type { Shape } from '../../case/shape.js';
import {
  convGeneralShape,
  convTransposeShape,
  type PlanePair,
  reachOf,
  type Sliding,
  type TransposedSliding,
} from '../../case/windows.js';
import { type Node, Op, type Two } from '../autograd/op.js';
import { correlate, uncorrelate } from '../kernels/conv-general.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { resize } from './indexing.js';
import { permute, reshape } from './shape.js';

export class ConvGeneral extends Op<Two> implements Sliding {
  readonly name = 'conv_general';
  constructor(
    readonly stride: PlanePair,
    readonly padding: PlanePair,
    readonly dilation: PlanePair,
    readonly groups: number,
  ) {
    super();
  }
  compute(images: NDArray, weight: NDArray): NDArray {
    return correlate(images, weight, convGeneralShape(images.shape, weight.shape, this), this);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [images, weight] = node.inputs;
    // Rows and columns at the end of the images that no window reached come back as zeros.
    const outputPadding = unreached(images.shape, weight.shape, this);
    return [
      convTranspose(outGrad, weight, { ...slidingOf(this), outputPadding }),
      weightGradient(images, outGrad, weight.shape, this),
    ];
  }
}

/**
 * Images (N, H, W, Cin) convolved with weights (h, w, Cin / groups, Cout), as conv does, which has one stride and padding
 * for both axes. Group g of the channels out sees group g of the channels in.
 * @returns images (N, ⌊(H + 2·padding − dilation·(h − 1) − 1) / stride⌋ + 1, likewise for the width, Cout)
 */
export const convGeneral = (images: Tensor, weight: Tensor, sliding: Partial<Sliding> = {}): Tensor => {
  const { stride = [1, 1], padding = [0, 0], dilation = [1, 1], groups = 1 } = sliding;
  return record(new ConvGeneral(stride, padding, dilation, groups), [images, weight]);
};

export class ConvTranspose extends Op<Two> implements TransposedSliding {
  readonly name = 'conv_transpose';
  constructor(
    readonly stride: PlanePair,
    readonly padding: PlanePair,
    readonly dilation: PlanePair,
    readonly groups: number,
    readonly outputPadding: PlanePair,
  ) {
    super();
  }
  compute(images: NDArray, weight: NDArray): NDArray {
    return uncorrelate(images, weight, convTransposeShape(images.shape, weight.shape, this), this);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [images, weight] = node.inputs;
    // Its input takes the place of the output of a convolution, and outGrad that of its images.
    return [
      convGeneral(outGrad, weight, slidingOf(this)),
      weightGradient(outGrad, images, weight.shape, this),
    ];
  }
}

/**
 * Images (N, H, W, Cin) spread out by weights (h, w, Cout / groups, Cin): the transpose of convGeneral with these weights,
 * often called a deconvolution.
 * @returns images (N, (H − 1)·stride − 2·padding + dilation·(h − 1) + 1 + outputPadding, likewise for the width, Cout)
 */
export const convTranspose = (
  images: Tensor,
  weight: Tensor,
  sliding: Partial<TransposedSliding> = {},
): Tensor => {
  const {
    stride = [1, 1],
    padding = [0, 0],
    dilation = [1, 1],
    groups = 1,
    outputPadding = [0, 0],
  } = sliding;
  return record(new ConvTranspose(stride, padding, dilation, groups, outputPadding), [images, weight]);
};

const slidingOf = ({ stride, padding, dilation, groups }: Sliding): Sliding => ({
  stride,
  padding,
  dilation,
  groups,
});

/** Rows and columns after the last window. */
const unreached = (images: Shape, weight: Shape, { stride, padding, dilation }: Sliding): PlanePair => {
  const along = (axis: 0 | 1): number => {
    const reach = reachOf(weight[axis] as number, dilation[axis]);
    return ((images[axis + 1] as number) + 2 * padding[axis] - reach) % stride[axis];
  };
  return [along(0), along(1)];
};

/**
 * The gradient of a convolution by its weights, itself a convolution: ḡ slides over the images in steps of the dilation,
 * its entries a stride apart, and the batch takes the place of the channels that are summed over.
 */
function weightGradient(images: Tensor, outGrad: Tensor, shape: Shape, sliding: Sliding): Tensor {
  const { stride, padding, dilation, groups } = sliding;
  const [n, height, width] = images.shape as [number, number, number];
  const [h, w, channels, out] = shape as [number, number, number, number];
  const grouped = permute(reshape(images, [n, height, width, groups, channels]), [4, 1, 2, 3, 0]);
  const slid = convGeneral(
    reshape(grouped, [channels, height, width, groups * n]),
    permute(outGrad, [1, 2, 0, 3]),
    { stride: dilation, padding, dilation: stride, groups },
  );
  return permute(resize(slid, [channels, h, w, out]), [1, 2, 0, 3]);
}
