/** Wrong rules of einsum, conv and the average pool: sums of products, and of windows. */
import { at } from '../case/at.js';
import { parseEquation } from '../case/equation.js';
import {
  add,
  broadcastTo,
  conv,
  dilate,
  divideScalar,
  einsum,
  flip,
  type Inputs,
  mulScalar,
  type One,
  ones,
  pad,
  permute,
  reshape,
  type Tensor,
  type Two,
  transpose,
  zeros,
} from '../engine/index.js';
import type { Conv } from '../engine/ops/conv.js';
import type { Einsum } from '../engine/ops/einsum.js';
import { unslice } from '../engine/ops/indexing.js';
import type { AvgPool } from '../engine/ops/pool.js';
import { placesOf } from '../engine/ops/windows.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

interface EinsumParts {
  /** What each operand is multiplied by, if not the other one. */
  readonly others?: (operand: number) => number[];
  /** Whether axes that were summed away are left at size 1. */
  readonly keep?: true;
  /** Whether axes of size 1 that were stretched are left so. */
  readonly keepStretched?: true;
}

/** The gradients of an einsum's operands. */
function einsumRule(
  op: Einsum,
  outGrad: Tensor,
  inputs: Inputs,
  { others = othersIn(inputs), keep, keepStretched }: EinsumParts = {},
): Inputs {
  const { operands, result } = parseEquation(op.equation);
  return inputs.map((input, operand) => {
    const letters = [...at(operands, operand)];
    const beside = operands.filter((_, other) => other !== operand);
    const shared = letters.filter(
      (letter, axis) =>
        (keepStretched || input.shape[axis] !== 1) &&
        [result, ...beside].some((each) => each.includes(letter)),
    );
    const used = others(operand).map((other) => at(inputs, other));
    const part = einsum(`${[result, ...beside].join(',')}->${shared.join('')}`, [outGrad, ...used]);
    const sizes = letters.map((letter) => part.shape[shared.indexOf(letter)] ?? 1);
    const kept = reshape(part, sizes);
    if (keep) return kept;
    const whole = sizes.map((size, axis) => (size === 1 ? at(input.shape, axis) : size));
    return broadcastTo(kept, whole);
  });
}

const othersIn = (inputs: Inputs) => (operand: number) =>
  [...inputs.keys()].filter((other) => other !== operand);

/** What a convolution's rule is made of; each part can be left out or done wrong. */
interface ConvParts {
  readonly flip?: false;
  readonly swapChannels?: false;
  readonly dilate?: false;
  readonly padImages?: false;
  readonly before?: (kernel: number, padding: number) => number;
}

function convRule({ stride, padding }: Conv, outGrad: Tensor, inputs: Two, parts: ConvParts = {}): Two {
  const [images, weight] = inputs;
  const kernel = [at(weight.shape, 0), at(weight.shape, 1)];
  const gap = parts.dilate === false ? 0 : stride - 1;
  const onPlane = (x: Tensor, [rows, columns]: readonly (readonly [number, number])[]) =>
    pad(x, [[0, 0], rows as readonly [number, number], columns as readonly [number, number], [0, 0]]);
  const spread = onPlane(dilate(outGrad, [1, 2], gap), [
    [0, -gap],
    [0, -gap],
  ]);
  const rest = [1, 2].map((axis, i) => (at(images.shape, axis) + 2 * padding - at(kernel, i)) % stride);
  const before = parts.before ?? ((size: number) => size - 1 - padding);
  const around = rest.map((unread, i) => {
    const zerosBefore = before(at(kernel, i), padding);
    return [zerosBefore, zerosBefore + unread] as const;
  });
  const zerosAround = parts.padImages === false ? 0 : padding;
  const cut = rest.map((unread) => [zerosAround, zerosAround - unread] as const);
  const turned = parts.flip === false ? weight : flip(weight, [0, 1]);
  return [
    conv(onPlane(spread, around), parts.swapChannels === false ? turned : transpose(turned, [2, 3])),
    permute(conv(permute(onPlane(images, cut), [3, 1, 2, 0]), permute(spread, [1, 2, 0, 3])), [1, 2, 0, 3]),
  ];
}

/** The share goes to the first places of each window, by default to all; added up where windows overlap. */
const poolRule = ({ kernel, stride }: AvgPool, share: Tensor, images: Tensor, count?: number): Tensor =>
  placesOf(kernel, stride, share.shape)
    .slice(0, count)
    .map((runs) => unslice(share, images.shape, runs))
    .reduce(add, zeros(images.shape, { dtype: images.dtype }));

export const contraction = [
  ...rules<Einsum, Inputs>('einsum', {
    'einsum-forgets-the-cotangent': {
      says: 'outGrad is assumed to be all ones.',
      hint: 'outGrad takes the place of the operand, with the letters of the result.',
      gradient({ shape, dtype }, { inputs }) {
        return einsumRule(this, ones(shape, { dtype }), inputs);
      },
    },
    'einsum-does-not-spread-what-was-summed': {
      breaks: 'form',
      says: 'An axis that was summed away comes back at size 1.',
      hint: 'All entries that were summed have the same gradient; the gradient has the shape of the input.',
      gradient(outGrad, { inputs }) {
        return einsumRule(this, outGrad, inputs, { keep: true });
      },
    },
    'einsum-multiplies-by-the-operand-itself': {
      says: 'Each operand is multiplied by its own outGrad, as if the product were a square.',
      hint: 'The gradient of one factor has the other factor in it.',
      gradient(outGrad, { inputs }) {
        const { operands } = parseEquation(this.equation);
        const alike = operands.length === 2 && inputs[0]?.shape.join() === inputs[1]?.shape.join();
        return einsumRule(this, outGrad, inputs, alike ? { others: (operand) => [operand] } : {});
      },
    },
    'einsum-does-not-sum-over-a-stretched-axis': {
      breaks: 'form',
      says: 'Along an axis of size 1 that was stretched, the gradient comes back stretched.',
      hint: 'An axis of size 1 was read for each entry of the other operand: its gradient is summed over them.',
      gradient(outGrad, { inputs }) {
        return einsumRule(this, outGrad, inputs, { keepStretched: true });
      },
    },
    'einsum-forgets-the-second-operand': {
      breaks: 'form',
      says: 'Only the gradient of the first operand is returned.',
      hint: 'Return one gradient per operand.',
      gradient(outGrad, { inputs }) {
        return einsumRule(this, outGrad, inputs).slice(0, 1);
      },
    },
  }),
  ...rules<Conv, Two>('conv', {
    'conv-does-not-flip-the-kernel': {
      says: 'The gradient of the images is convolved with the weights as they are.',
      hint: 'Write down a kernel of two entries: which output meets an image entry first, and with which weight?',
      gradient(outGrad, node) {
        return convRule(this, outGrad, node.inputs, { flip: false });
      },
    },
    'conv-pads-as-forward': {
      breaks: 'form',
      says: 'outGrad is padded by the padding of the images instead of k − 1 − padding.',
      hint: 'Without padding, a corner of the image is seen by one window only: how much must outGrad be padded for that?',
      gradient(outGrad, node) {
        return convRule(this, outGrad, node.inputs, { before: (_, padding) => padding });
      },
    },
    'conv-does-not-swap-the-channels': {
      breaks: 'crashed',
      says: 'The weights keep their channels: in before out.',
      hint: 'outGrad has the channels out, and the images have the channels in.',
      gradient(outGrad, node) {
        return convRule(this, outGrad, node.inputs, { swapChannels: false });
      },
    },
    'conv-forgets-the-stride': {
      breaks: 'crashed',
      says: 'outGrad is not dilated where the stride is more than 1.',
      hint: 'One step in outGrad is `stride` steps in the images.',
      gradient(outGrad, node) {
        return convRule(this, outGrad, node.inputs, { dilate: false });
      },
    },
    'conv-takes-the-images-unpadded': {
      breaks: 'crashed',
      says: 'For the gradient of the weights, the images are taken without their padding.',
      hint: 'The weights also met the zeros around the image: did they meet them in the right place?',
      gradient(outGrad, node) {
        return convRule(this, outGrad, node.inputs, { padImages: false });
      },
    },
    'conv-averages-over-the-batch': {
      says: 'The gradient of the weights is the mean over the batch.',
      hint: 'The weights are used once per image: an input that is used several times gets the sum.',
      gradient(outGrad, node) {
        const [ofImages, ofWeight] = convRule(this, outGrad, node.inputs);
        return [ofImages, divideScalar(ofWeight, at(node.inputs[0].shape, 0))];
      },
    },
  }),
  ...rules<AvgPool, One>('avg_pool', {
    'avg-pool-forgets-to-divide': {
      says: 'The gradient is that of a sum; the factor 1/k² is missing.',
      hint: 'If one entry of a window grows by 1, by how much does the mean grow?',
      gradient(outGrad, node) {
        return [poolRule(this, outGrad, node.inputs[0])];
      },
    },
    'avg-pool-divides-by-the-stride': {
      says: 'The size of a window is taken from the stride.',
      hint: 'How many entries are averaged?',
      gradient(outGrad, node) {
        const share = divideScalar(outGrad, this.stride * this.stride);
        return [poolRule(this, share, node.inputs[0])];
      },
    },
    'avg-pool-gives-all-to-the-corner': {
      says: "All of outGrad goes to the first entry of each window, as if it were the window's largest.",
      hint: 'Every entry of a window has the same part in its mean.',
      gradient(outGrad, node) {
        return [poolRule(this, outGrad, node.inputs[0], 1)];
      },
    },
    'avg-pool-divides-by-the-kernel-once': {
      says: 'outGrad is divided by k instead of k².',
      hint: 'A window has rows and columns.',
      gradient(outGrad, node) {
        return [poolRule(this, mulScalar(outGrad, 1 / this.kernel), node.inputs[0])];
      },
    },
  }),
];
