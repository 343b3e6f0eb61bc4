/** Wrong rules of the general convolution and its transpose. */
import { at } from '../case/at.js';
import {
  convGeneral,
  convTranspose,
  flip,
  mulScalar,
  pad,
  permute,
  reshape,
  resize,
  type Shape,
  type Sliding,
  type Tensor,
  type Two,
} from '../engine/index.js';
import { ConvGeneral, ConvTranspose } from '../engine/ops/conv-general.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

const turned = ([rows, columns]: readonly [number, number]) => [columns, rows] as const;

/** What convolves in the gradient: all as it was, but for what a mistake changes. */
const slidingOf = (
  { stride, padding, dilation, groups }: Sliding,
  change: Partial<Sliding> = {},
): Sliding => ({
  stride,
  padding,
  dilation,
  groups,
  ...change,
});

/** Channels that lie group by group, read as if those of all groups took turns. */
function shuffled(images: Tensor, groups: number): Tensor {
  const [n, height, width, channels] = images.shape as readonly [number, number, number, number];
  const perGroup = channels / groups;
  const apart = permute(reshape(images, [n, height, width, perGroup, groups]), [0, 1, 2, 4, 3]);
  return reshape(apart, images.shape);
}

/** The gradient of the images, cut or filled up to their shape, wherever the wrong windows reach. */
function sentBack(outGrad: Tensor, weight: Tensor, shape: Shape, sliding: Sliding): Tensor {
  const whole = convTranspose(outGrad, weight, { ...sliding, padding: [0, 0] });
  const [rows, columns] = sliding.padding;
  const cut = (axis: number, before: number) =>
    [-before, at(shape, axis) - at(whole.shape, axis) + before] as const;
  return pad(whole, [[0, 0], cut(1, rows), cut(2, columns), [0, 0]]);
}

/** Over the batch the mean instead of the sum. */
const averaged = (weight: Tensor, images: Tensor): Tensor =>
  mulScalar(weight, 1 / (at(images.shape, 0) || 1));

export const convolution = [
  ...rules<ConvGeneral, Two>('conv_general', {
    'conv-general-does-not-flip-the-kernel': {
      says: 'outGrad meets the first entry of the kernel where the images met its last one.',
      hint: 'Entry i of the kernel saw row r + i; which rows of outGrad saw row r?',
      gradient(outGrad, node) {
        const [images, weight] = node.inputs;
        const [, ofWeight] = ConvGeneral.prototype.gradient.call(this, outGrad, node);
        return [sentBack(outGrad, flip(weight, [0, 1]), images.shape, slidingOf(this)), ofWeight];
      },
    },
    'conv-general-mixes-the-groups': {
      says: 'The channels of outGrad are taken by turns for the groups; they lie group by group.',
      hint: 'Which channels out did the first group of channels in see?',
      gradient(outGrad, node) {
        const [images, weight] = node.inputs;
        const [, ofWeight] = ConvGeneral.prototype.gradient.call(this, outGrad, node);
        return [sentBack(shuffled(outGrad, this.groups), weight, images.shape, slidingOf(this)), ofWeight];
      },
    },
    'conv-general-swaps-the-strides': {
      says: 'In the gradient of the images the strides of rows and columns are exchanged.',
      hint: 'One step down in outGrad is how many rows of the images?',
      gradient(outGrad, node) {
        const [images, weight] = node.inputs;
        const [, ofWeight] = ConvGeneral.prototype.gradient.call(this, outGrad, node);
        const sliding = slidingOf(this, { stride: turned(this.stride) });
        return [sentBack(outGrad, weight, images.shape, sliding), ofWeight];
      },
    },
    'conv-general-swaps-the-dilations': {
      says: 'In the gradient of the images the dilations of rows and columns are exchanged.',
      hint: 'How far apart are two rows of the window, and how far two columns?',
      gradient(outGrad, node) {
        const [images, weight] = node.inputs;
        const [, ofWeight] = ConvGeneral.prototype.gradient.call(this, outGrad, node);
        const sliding = slidingOf(this, { dilation: turned(this.dilation) });
        return [sentBack(outGrad, weight, images.shape, sliding), ofWeight];
      },
    },
    'conv-general-forgets-the-dilation': {
      says: 'In the gradient of the images the entries of the window lie next to each other.',
      hint: 'Where did each entry of the window look?',
      gradient(outGrad, node) {
        const [images, weight] = node.inputs;
        const [, ofWeight] = ConvGeneral.prototype.gradient.call(this, outGrad, node);
        return [sentBack(outGrad, weight, images.shape, slidingOf(this, { dilation: [1, 1] })), ofWeight];
      },
    },
    'conv-general-averages-over-the-batch': {
      says: 'The gradient of the weights is the mean over the images of the batch, not the sum.',
      hint: 'Each image contributes to the gradient of the weights; nothing divides.',
      gradient(outGrad, node) {
        const [ofImages, ofWeight] = ConvGeneral.prototype.gradient.call(this, outGrad, node);
        return [ofImages, averaged(ofWeight, outGrad)];
      },
    },
  }),
  ...rules<ConvTranspose, Two>('conv_transpose', {
    'conv-transpose-flips-the-kernel': {
      says: 'The gradient of its input is convolved with the flipped kernel.',
      hint: 'It is itself the transpose of a convolution, whose kernel was not flipped.',
      gradient(outGrad, node) {
        const [, ofWeight] = ConvTranspose.prototype.gradient.call(this, outGrad, node);
        return [convGeneral(outGrad, flip(node.inputs[1], [0, 1]), slidingOf(this)), ofWeight];
      },
    },
    'conv-transpose-swaps-the-strides': {
      says: 'In the gradient of its input the strides of rows and columns are exchanged.',
      hint: 'How many rows of outGrad lie between two rows of the input?',
      gradient(outGrad, node) {
        const [images, weight] = node.inputs;
        const [, ofWeight] = ConvTranspose.prototype.gradient.call(this, outGrad, node);
        const sliding = slidingOf(this, { stride: turned(this.stride) });
        return [resize(convGeneral(outGrad, weight, sliding), images.shape), ofWeight];
      },
    },
    'conv-transpose-mixes-the-groups': {
      says: 'The channels of outGrad are taken by turns for the groups; they lie group by group.',
      hint: 'Which channels out did the first group of channels in make?',
      gradient(outGrad, node) {
        const [, ofWeight] = ConvTranspose.prototype.gradient.call(this, outGrad, node);
        const mixed = shuffled(outGrad, this.groups);
        return [convGeneral(mixed, node.inputs[1], slidingOf(this)), ofWeight];
      },
    },
    'conv-transpose-averages-over-the-batch': {
      says: 'The gradient of the weights is the mean over the images of the batch, not the sum.',
      hint: 'Each image contributes to the gradient of the weights; nothing divides.',
      gradient(outGrad, node) {
        const [ofImages, ofWeight] = ConvTranspose.prototype.gradient.call(this, outGrad, node);
        return [ofImages, averaged(ofWeight, outGrad)];
      },
    },
  }),
];
