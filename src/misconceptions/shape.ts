/**
 * Wrong rules of ops that move and repeat entries. Mistakes in broadcasting are mistakes in broadcast_to, and are
 * here.
 */
import {
  broadcastAxes,
  broadcastTo,
  divideScalar,
  mulScalar,
  type One,
  ones,
  permute,
  reshape,
  sizeOf,
  summation,
  type Tensor,
  transpose,
} from '../engine/index.js';
import type { BroadcastTo, Permute, Reshape, Transpose } from '../engine/ops/shape.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf('shape');

export const shape = [
  ...rules<Transpose, One>('transpose', {
    'transpose-is-all-ones': {
      says: 'The gradient is all ones, whatever outGrad is.',
      hint: 'Where does each entry of the output come from? Its outGrad goes back there.',
      gradient: (_, { inputs: [x] }) => [ones(x.shape, { dtype: x.dtype })],
    },
    'transpose-reshapes': {
      says: "outGrad is reshaped to the input's shape, which leaves its entries in the wrong order.",
      hint: 'Reshape keeps the order of the entries; a transpose does not.',
      gradient: (outGrad, node) => [reshape(outGrad, node.inputs[0].shape)],
    },
    'transpose-ignores-the-axes': {
      breaks: 'form',
      says: 'The last two axes are swapped, whichever axes were asked for.',
      hint: 'The op remembers its axes.',
      gradient: (outGrad) => [transpose(outGrad)],
    },
    'transpose-passes-through': {
      breaks: 'form',
      says: 'outGrad is passed through untransposed.',
      hint: 'The gradient has the shape of the input.',
      gradient: (outGrad) => [outGrad],
    },
  }),
  ...rules<Permute, One>('permute', {
    'permute-is-not-inverted': {
      breaks: 'form',
      says: 'The same permutation is applied again instead of its inverse.',
      hint: 'Permute (0, 1, 2) by (1, 2, 0) twice: is it back where it was?',
      gradient(outGrad) {
        return [permute(outGrad, this.axes)];
      },
    },
    'permute-reshapes': {
      says: "outGrad is reshaped to the input's shape, which leaves its entries in the wrong order.",
      hint: 'Reshape keeps the order of the entries; a permutation does not.',
      gradient: (outGrad, node) => [reshape(outGrad, node.inputs[0].shape)],
    },
    'permute-reverses-the-axes': {
      breaks: 'form',
      says: 'All axes are reversed, whichever permutation was asked for.',
      hint: 'The op remembers its axes; the way back is their inverse.',
      gradient(outGrad) {
        const last = outGrad.shape.length - 1;
        return [
          permute(
            outGrad,
            outGrad.shape.map((_, axis) => last - axis),
          ),
        ];
      },
    },
  }),
  ...rules<Reshape, One>('reshape', {
    'reshape-is-all-ones': {
      says: 'The gradient is all ones, whatever outGrad is.',
      hint: 'Each entry of the output is an entry of the input: its outGrad goes back there.',
      gradient: (_, { inputs: [x] }) => [ones(x.shape, { dtype: x.dtype })],
    },
    'reshape-keeps-the-output-shape': {
      breaks: 'form',
      says: 'outGrad is passed through in the shape of the output.',
      hint: 'The gradient has the shape of the input.',
      gradient: (outGrad) => [outGrad],
    },
    'reshape-transposes': {
      says: 'The entries are transposed on their way back.',
      hint: 'Reshape keeps the order of the entries, and so does its gradient.',
      gradient(outGrad, { inputs: [x] }) {
        const turned = outGrad.shape.length < 2 ? outGrad : transpose(outGrad);
        return [reshape(turned, x.shape)];
      },
    },
    'reshape-returns-undefined': {
      breaks: 'form',
      says: 'Nothing is returned.',
      hint: 'End the method with `return [ … ]`.',
      gradient: () => undefined as unknown as readonly [Tensor],
    },
  }),
  ...rules<BroadcastTo, One>('broadcast_to', {
    'forgets-to-sum-broadcast': {
      breaks: 'form',
      says: 'outGrad is returned in the broadcast shape; nothing is summed.',
      hint: 'An entry that was repeated k times gets the sum of k outGrads.',
      gradient: (outGrad) => [outGrad],
    },
    'broadcast-keeps-size-1-axes': {
      breaks: 'form',
      says: 'Axes that broadcasting added are left at size 1 in the gradient.',
      hint: 'The gradient has the shape of the input: also the same number of axes.',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [summation(outGrad, broadcastAxes(x.shape, node.shape), true)];
      },
    },
    'broadcast-sums-only-new-axes': {
      breaks: 'form',
      says: 'Only axes added at the front are summed; axes stretched from size 1 are not.',
      hint: 'Which entries of the output come from one entry when an axis of size 1 is stretched?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const added = node.shape.length - x.shape.length;
        return [
          summation(
            outGrad,
            Array.from({ length: added }, (_, axis) => axis),
          ),
        ];
      },
    },
    'broadcast-counts-copies': {
      says: 'The gradient is the number of copies, whatever outGrad is.',
      hint: 'It is the number of copies only where outGrad is all ones.',
      gradient(_, node) {
        const [x] = node.inputs;
        return [mulScalar(ones(x.shape, { dtype: x.dtype }), sizeOf(node.shape) / sizeOf(x.shape))];
      },
    },
    'broadcast-averages': {
      says: 'The mean over the copies is returned instead of their sum.',
      hint: 'If the one entry grows by 1, all its copies grow by 1.',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const total = reshape(summation(outGrad, broadcastAxes(x.shape, node.shape)), x.shape);
        return [divideScalar(total, sizeOf(node.shape) / sizeOf(x.shape))];
      },
    },
    'broadcast-sums-everything': {
      says: 'All of outGrad is summed, and the sum is given to every entry.',
      hint: 'Sum only over the axes along which entries were repeated.',
      gradient: (outGrad, { inputs: [x] }) => [broadcastTo(summation(outGrad), x.shape)],
    },
    'broadcast-computes-on-raw-data': {
      breaks: 'twice',
      says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
      hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [reshape(summation(outGrad.detach(), broadcastAxes(x.shape, node.shape)), x.shape)];
      },
    },
    'broadcast-is-aligned-left': {
      breaks: 'crashed',
      says: 'The shapes are compared from the left: the axes that are summed are not those that were added.',
      hint: 'Shapes are aligned at the right: from (3) to (2, 3), which axis is new?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const axes = node.shape.flatMap((size, axis) => (x.shape[axis] === size ? [] : [axis]));
        return [reshape(summation(outGrad, axes), x.shape)];
      },
    },
    'broadcast-drops-size-1-axes': {
      breaks: 'form',
      says: 'Axes that were stretched from size 1 are summed away: the gradient has fewer axes than the input.',
      hint: 'The gradient has the shape of the input: also its axes of size 1.',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [summation(outGrad, broadcastAxes(x.shape, node.shape))];
      },
    },
  }),
];
