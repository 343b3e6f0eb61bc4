/** Wrong rules of ops that move and add up entries. What broadcasting gets wrong is wrong here, in broadcast_to. */
import {
  type BroadcastTo,
  broadcastAxes,
  broadcastTo,
  divideScalar,
  type Mean,
  mulScalar,
  type One,
  ones,
  type Permute,
  permute,
  type Reshape,
  reduceShape,
  reshape,
  type Summation,
  sizeOf,
  summation,
  type Tensor,
  type Transpose,
  transpose,
} from '../engine/index.js';
import { ruleOf } from './misconception.js';

const rule = ruleOf('shape');

export const shape = [
  rule<Transpose, One>({
    name: 'transpose-is-all-ones',
    op: 'transpose',
    breaks: 'vjp',
    says: 'The gradient is all ones, whatever outGrad is.',
    hint: 'Where does each entry of the output come from? Its outGrad goes back there.',
    gradient(_, node) {
      const [x] = node.inputs;
      return [ones(x.shape, { dtype: x.dtype })];
    },
  }),
  rule<Transpose, One>({
    name: 'transpose-reshapes',
    op: 'transpose',
    breaks: 'vjp',
    says: "outGrad is reshaped to the input's shape, which leaves its entries in the wrong order.",
    hint: 'Reshape keeps the order of the entries; a transpose does not.',
    gradient(outGrad, node) {
      return [reshape(outGrad, node.inputs[0].shape)];
    },
  }),
  rule<Transpose, One>({
    name: 'transpose-ignores-the-axes',
    op: 'transpose',
    breaks: 'form',
    says: 'The last two axes are swapped, whichever axes were asked for.',
    hint: 'The op remembers its axes.',
    gradient(outGrad) {
      return [transpose(outGrad)];
    },
  }),
  rule<Transpose, One>({
    name: 'transpose-passes-through',
    op: 'transpose',
    breaks: 'form',
    says: 'outGrad is passed through untransposed.',
    hint: 'The gradient has the shape of the input.',
    gradient(outGrad) {
      return [outGrad];
    },
  }),
  rule<Permute, One>({
    name: 'permute-is-not-inverted',
    op: 'permute',
    breaks: 'form',
    says: 'The same permutation is applied again instead of its inverse.',
    hint: 'Permute (0, 1, 2) by (1, 2, 0) twice: is it back where it was?',
    gradient(outGrad) {
      return [permute(outGrad, this.axes)];
    },
  }),
  rule<Permute, One>({
    name: 'permute-reshapes',
    op: 'permute',
    breaks: 'vjp',
    says: "outGrad is reshaped to the input's shape, which leaves its entries in the wrong order.",
    hint: 'Reshape keeps the order of the entries; a permutation does not.',
    gradient(outGrad, node) {
      return [reshape(outGrad, node.inputs[0].shape)];
    },
  }),
  rule<Reshape, One>({
    name: 'reshape-is-all-ones',
    op: 'reshape',
    breaks: 'vjp',
    says: 'The gradient is all ones, whatever outGrad is.',
    hint: 'Each entry of the output is an entry of the input: its outGrad goes back there.',
    gradient(_, node) {
      const [x] = node.inputs;
      return [ones(x.shape, { dtype: x.dtype })];
    },
  }),
  rule<Reshape, One>({
    name: 'reshape-keeps-the-output-shape',
    op: 'reshape',
    breaks: 'form',
    says: 'outGrad is passed through in the shape of the output.',
    hint: 'The gradient has the shape of the input.',
    gradient(outGrad) {
      return [outGrad];
    },
  }),
  rule<Reshape, One>({
    name: 'reshape-transposes',
    op: 'reshape',
    breaks: 'vjp',
    says: 'The entries are transposed on their way back.',
    hint: 'Reshape keeps the order of the entries, and so does its gradient.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const turned = outGrad.shape.length < 2 ? outGrad : transpose(outGrad);
      return [reshape(turned, x.shape)];
    },
  }),
  rule<BroadcastTo, One>({
    name: 'forgets-to-sum-broadcast',
    op: 'broadcast_to',
    breaks: 'form',
    says: 'outGrad is returned in the broadcast shape; nothing is summed.',
    hint: 'An entry that was repeated k times gets the sum of k outGrads.',
    gradient(outGrad) {
      return [outGrad];
    },
  }),
  rule<BroadcastTo, One>({
    name: 'broadcast-keeps-size-1-axes',
    op: 'broadcast_to',
    breaks: 'form',
    says: 'Axes that broadcasting added are left at size 1 in the gradient.',
    hint: 'The gradient has the shape of the input: also the same number of axes.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [summation(outGrad, broadcastAxes(x.shape, node.shape), true)];
    },
  }),
  rule<BroadcastTo, One>({
    name: 'broadcast-sums-only-new-axes',
    op: 'broadcast_to',
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
  }),
  rule<BroadcastTo, One>({
    name: 'broadcast-counts-copies',
    op: 'broadcast_to',
    breaks: 'vjp',
    says: 'The gradient is the number of copies, whatever outGrad is.',
    hint: 'It is the number of copies only where outGrad is all ones.',
    gradient(_, node) {
      const [x] = node.inputs;
      return [mulScalar(ones(x.shape, { dtype: x.dtype }), sizeOf(node.shape) / sizeOf(x.shape))];
    },
  }),
  rule<BroadcastTo, One>({
    name: 'broadcast-averages',
    op: 'broadcast_to',
    breaks: 'vjp',
    says: 'The mean over the copies is returned instead of their sum.',
    hint: 'If the one entry grows by 1, all its copies grow by 1.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const total = reshape(summation(outGrad, broadcastAxes(x.shape, node.shape)), x.shape);
      return [divideScalar(total, sizeOf(node.shape) / sizeOf(x.shape))];
    },
  }),
  rule<BroadcastTo, One>({
    name: 'broadcast-sums-everything',
    op: 'broadcast_to',
    breaks: 'vjp',
    says: 'All of outGrad is summed, and the sum is given to every entry.',
    hint: 'Sum only over the axes along which entries were repeated.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [broadcastTo(summation(outGrad), x.shape)];
    },
  }),
  rule<BroadcastTo, One>({
    name: 'broadcast-computes-on-raw-data',
    op: 'broadcast_to',
    breaks: 'twice',
    says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
    hint: 'Build the gradient from tensor functions; whoever asks for a second derivative differentiates it.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [reshape(summation(outGrad.detach(), broadcastAxes(x.shape, node.shape)), x.shape)];
    },
  }),
  rule<Summation, One>({
    name: 'summation-is-all-ones',
    op: 'summation',
    breaks: 'vjp',
    says: 'The gradient is all ones, whatever outGrad is.',
    hint: 'Each entry gets the outGrad of the sum that it went into.',
    gradient(_, node) {
      const [x] = node.inputs;
      return [ones(x.shape, { dtype: x.dtype })];
    },
  }),
  rule<Summation, One>({
    name: 'summation-does-not-broadcast-back',
    op: 'summation',
    breaks: 'form',
    says: 'outGrad is returned with the summed axes at size 1.',
    hint: 'The gradient has the shape of the input.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [reshape(outGrad, reduceShape(x.shape, this.axes, true, this.name))];
    },
  }),
  rule<Summation, One>({
    name: 'summation-does-not-put-the-axis-back',
    op: 'summation',
    breaks: 'vjp',
    says: 'outGrad is broadcast without putting the summed axis back where it was.',
    hint: 'Broadcasting aligns shapes at the right; was the summed axis the first one?',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      const fits = outGrad.shape.every((size, axis) => {
        const own = x.shape[axis - outGrad.shape.length + x.shape.length];
        return size === own || size === 1;
      });
      return [broadcastTo(fits ? outGrad : reshape(outGrad, kept), x.shape)];
    },
  }),
  rule<Summation, One>({
    name: 'summation-mishandles-a-single-axis',
    op: 'summation',
    breaks: 'crashed',
    says: '`axes` is treated as a list, also when it is a single number.',
    hint: 'axes may be a number, a list, or null.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const axes = this.axes as readonly number[] | null;
      const kept = x.shape.map((size, axis) => (axes === null || axes.includes(axis) ? 1 : size));
      return [broadcastTo(reshape(outGrad, kept), x.shape)];
    },
  }),
  rule<Summation, One>({
    name: 'summation-mishandles-negative-axes',
    op: 'summation',
    breaks: 'crashed',
    says: 'Negative axes are looked up as they are, and never found.',
    hint: 'Axis −1 is the last one: count it from the front first.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const axes = typeof this.axes === 'number' ? [this.axes] : this.axes;
      const kept = x.shape.map((size, axis) => (axes === null || axes.includes(axis) ? 1 : size));
      return [broadcastTo(reshape(outGrad, kept), x.shape)];
    },
  }),
  rule<Summation, One>({
    name: 'summation-mishandles-null',
    op: 'summation',
    breaks: 'crashed',
    says: '`axes` null is taken for no axes at all.',
    hint: 'Without axes, everything is summed.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = this.axes === null ? x.shape : reduceShape(x.shape, this.axes, true, this.name);
      return [broadcastTo(reshape(outGrad, kept), x.shape)];
    },
  }),
  rule<Mean, One>({
    name: 'mean-forgets-to-divide',
    op: 'mean',
    breaks: 'vjp',
    says: 'The gradient is that of a sum; the factor 1/N is missing.',
    hint: 'If one of N entries grows by 1, by how much does their mean grow?',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [broadcastTo(reshape(outGrad, reduceShape(x.shape, this.axes, true, this.name)), x.shape)];
    },
  }),
  rule<Mean, One>({
    name: 'mean-divides-by-the-whole-size',
    op: 'mean',
    breaks: 'vjp',
    says: 'The gradient is divided by the number of all entries, not of those that were averaged.',
    hint: 'N is the product of the sizes of the averaged axes.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      return [broadcastTo(divideScalar(reshape(outGrad, kept), sizeOf(x.shape)), x.shape)];
    },
  }),
  rule<Mean, One>({
    name: 'mean-divides-by-the-last-axis',
    op: 'mean',
    breaks: 'vjp',
    says: 'N is taken from the last axis, whichever axes were averaged.',
    hint: 'N is the product of the sizes of the averaged axes.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      return [broadcastTo(divideScalar(reshape(outGrad, kept), x.shape.at(-1) ?? 1), x.shape)];
    },
  }),
  rule<Reshape, One>({
    name: 'reshape-returns-undefined',
    op: 'reshape',
    breaks: 'form',
    says: 'Nothing is returned.',
    hint: 'End the method with `return [ … ]`.',
    gradient() {
      return undefined as unknown as readonly [Tensor];
    },
  }),
];
