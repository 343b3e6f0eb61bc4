/** Wrong rules of the ops that drop, add and stretch axes of size 1. */
import {
  broadcastAxes,
  broadcastTo,
  divideScalar,
  type Expand,
  type One,
  ones,
  reshape,
  type Squeeze,
  sizeOf,
  slice,
  squeeze,
  summation,
  type Unsqueeze,
  unsqueeze,
} from '../engine/index.js';
import { ruleOf } from './misconception.js';

const rule = ruleOf(null);

export const sizes = [
  rule<Squeeze, One>({
    name: 'squeeze-passes-through',
    op: 'squeeze',
    breaks: 'form',
    says: 'outGrad is passed through in the shape of the output.',
    hint: 'The gradient has the shape of the input.',
    gradient(outGrad) {
      return [outGrad];
    },
  }),
  rule<Squeeze, One>({
    name: 'squeeze-is-all-ones',
    op: 'squeeze',
    breaks: 'vjp',
    says: 'The gradient is all ones, whatever outGrad is.',
    hint: 'Each entry of the output is an entry of the input: its outGrad goes back there.',
    gradient(_, node) {
      const { shape, dtype } = node.inputs[0];
      return [ones(shape, { dtype })];
    },
  }),
  rule<Squeeze, One>({
    name: 'squeeze-puts-the-axes-in-front',
    op: 'squeeze',
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
  }),
  rule<Squeeze, One>({
    name: 'squeeze-computes-on-raw-data',
    op: 'squeeze',
    breaks: 'twice',
    says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
    hint: 'Build the gradient from tensor functions; whoever asks for a second derivative differentiates it.',
    gradient(outGrad, node) {
      return [reshape(outGrad.detach(), node.inputs[0].shape)];
    },
  }),
  rule<Unsqueeze, One>({
    name: 'unsqueeze-passes-through',
    op: 'unsqueeze',
    breaks: 'form',
    says: 'outGrad is passed through in the shape of the output.',
    hint: 'The gradient has the shape of the input.',
    gradient(outGrad) {
      return [outGrad];
    },
  }),
  rule<Unsqueeze, One>({
    name: 'unsqueeze-drops-every-axis-of-size-one',
    op: 'unsqueeze',
    breaks: 'form',
    says: 'All axes of size 1 are dropped, also those that the input has.',
    hint: 'Drop the axes that were put in, and no others.',
    gradient(outGrad) {
      return [squeeze(outGrad)];
    },
  }),
  rule<Unsqueeze, One>({
    name: 'unsqueeze-is-all-ones',
    op: 'unsqueeze',
    breaks: 'vjp',
    says: 'The gradient is all ones, whatever outGrad is.',
    hint: 'Each entry of the output is an entry of the input: its outGrad goes back there.',
    gradient(_, node) {
      const { shape, dtype } = node.inputs[0];
      return [ones(shape, { dtype })];
    },
  }),
  rule<Expand, One>({
    name: 'expand-passes-through',
    op: 'expand',
    breaks: 'form',
    says: 'outGrad is passed through in the expanded shape.',
    hint: 'The gradient has the shape of the input.',
    gradient(outGrad) {
      return [outGrad];
    },
  }),
  rule<Expand, One>({
    name: 'expand-takes-the-first-copy',
    op: 'expand',
    breaks: 'vjp',
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
  }),
  rule<Expand, One>({
    name: 'expand-averages',
    op: 'expand',
    breaks: 'vjp',
    says: 'The mean over the copies is returned instead of their sum.',
    hint: 'If the one entry grows by 1, all its copies grow by 1.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const total = reshape(summation(outGrad, broadcastAxes(x.shape, node.shape)), x.shape);
      return [divideScalar(total, sizeOf(node.shape) / sizeOf(x.shape))];
    },
  }),
  rule<Expand, One>({
    name: 'expand-sums-everything',
    op: 'expand',
    breaks: 'vjp',
    says: 'All of outGrad is summed, and the sum is given to every entry.',
    hint: 'Sum only over the axes along which entries were repeated.',
    gradient(outGrad, node) {
      return [broadcastTo(summation(outGrad), node.inputs[0].shape)];
    },
  }),
];
