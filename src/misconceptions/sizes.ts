/** Wrong rules of the ops that drop, add and stretch axes of size 1. */
import {
  broadcastAxes,
  broadcastTo,
  divideScalar,
  type One,
  ones,
  reshape,
  sizeOf,
  slice,
  squeeze,
  summation,
  unsqueeze,
} from '../engine/index.js';
import type { Expand, Squeeze, Unsqueeze } from '../engine/ops/sizes.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

export const sizes = [
  ...rules<Squeeze, One>('squeeze', {
    'squeeze-passes-through': {
      breaks: 'form',
      says: 'outGrad is passed through in the shape of the output.',
      hint: 'The gradient has the shape of the input.',
      gradient: (outGrad) => [outGrad],
    },
    'squeeze-is-all-ones': {
      says: 'The gradient is all ones, whatever outGrad is.',
      hint: 'Each entry of the output is an entry of the input: its outGrad goes back there.',
      gradient: (_, { inputs: [{ shape, dtype }] }) => [ones(shape, { dtype })],
    },
    'squeeze-puts-the-axes-in-front': {
      breaks: 'form',
      says: 'The dropped axes are put back at the front, wherever they were.',
      hint: 'The op remembers its axes, and the input its shape.',
      gradient(outGrad, node) {
        const dropped = node.inputs[0].shape.length - outGrad.shape.length;
        return [
          unsqueeze(
            outGrad,
            Array.from({ length: dropped }, (_, axis) => axis),
          ),
        ];
      },
    },
    'squeeze-computes-on-raw-data': {
      breaks: 'twice',
      says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
      hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
      gradient: (outGrad, node) => [reshape(outGrad.detach(), node.inputs[0].shape)],
    },
  }),
  ...rules<Unsqueeze, One>('unsqueeze', {
    'unsqueeze-passes-through': {
      breaks: 'form',
      says: 'outGrad is passed through in the shape of the output.',
      hint: 'The gradient has the shape of the input.',
      gradient: (outGrad) => [outGrad],
    },
    'unsqueeze-drops-every-axis-of-size-one': {
      breaks: 'form',
      says: 'All axes of size 1 are dropped, also those that the input has.',
      hint: 'Drop the axes that were put in, and no others.',
      gradient: (outGrad) => [squeeze(outGrad)],
    },
    'unsqueeze-is-all-ones': {
      says: 'The gradient is all ones, whatever outGrad is.',
      hint: 'Each entry of the output is an entry of the input: its outGrad goes back there.',
      gradient: (_, { inputs: [{ shape, dtype }] }) => [ones(shape, { dtype })],
    },
  }),
  ...rules<Expand, One>('expand', {
    'expand-passes-through': {
      breaks: 'form',
      says: 'outGrad is passed through in the expanded shape.',
      hint: 'The gradient has the shape of the input.',
      gradient: (outGrad) => [outGrad],
    },
    'expand-takes-the-first-copy': {
      says: 'The outGrad of the first copy is returned; the others are lost.',
      hint: 'If the one entry grows by 1, all its copies grow by 1.',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const repeated = broadcastAxes(x.shape, node.shape);
        const first = slice(
          outGrad,
          node.shape.map(() => 0),
          node.shape.map((size, axis) => (repeated.includes(axis) ? Math.min(1, size) : size)),
        );
        return [reshape(summation(first, repeated), x.shape)];
      },
    },
    'expand-averages': {
      says: 'The mean over the copies is returned instead of their sum.',
      hint: 'If the one entry grows by 1, all its copies grow by 1.',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const total = reshape(summation(outGrad, broadcastAxes(x.shape, node.shape)), x.shape);
        return [divideScalar(total, sizeOf(node.shape) / sizeOf(x.shape))];
      },
    },
    'expand-sums-everything': {
      says: 'All of outGrad is summed, and the sum is given to every entry.',
      hint: 'Sum only over the axes along which entries were repeated.',
      gradient: (outGrad, node) => [broadcastTo(summation(outGrad), node.inputs[0].shape)],
    },
  }),
];
