/** Wrong rules of ops on shapes and of the matrix product: axes guessed, aligned at the wrong end, or lost. */
import {
  add,
  type BroadcastTo,
  broadcastAxes,
  broadcastTo,
  divideScalar,
  type MatMul,
  type Mean,
  matmul,
  multiply,
  type One,
  type Permute,
  permute,
  reduceShape,
  reshape,
  type Shape,
  type Softmax,
  type Summation,
  sizeOf,
  summation,
  type Two,
  transpose,
} from '../engine/index.js';
import { ruleOf } from './misconception.js';

const rule = ruleOf('shape');

/** The reduced shape with an axis of size 1 wherever the next size is another than the input's. */
const axesBySize = (reduced: Shape, shape: Shape): number[] => {
  let next = 0;
  return shape.map((size) => (reduced[next] === size ? (reduced[next++] as number) : 1));
};

export const axesGuessed = [
  rule<Permute, One>({
    name: 'permute-reverses-the-axes',
    op: 'permute',
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
  }),
  rule<BroadcastTo, One>({
    name: 'broadcast-is-aligned-left',
    op: 'broadcast_to',
    breaks: 'crashed',
    says: 'The shapes are compared from the left: the axes that are summed are not those that were added.',
    hint: 'Shapes are aligned at the right: from (3) to (2, 3), which axis is new?',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const axes = node.shape.flatMap((size, axis) => (x.shape[axis] === size ? [] : [axis]));
      return [reshape(summation(outGrad, axes), x.shape)];
    },
  }),
  rule<BroadcastTo, One>({
    name: 'broadcast-drops-size-1-axes',
    op: 'broadcast_to',
    breaks: 'form',
    says: 'Axes that were stretched from size 1 are summed away: the gradient has fewer axes than the input.',
    hint: 'The gradient has the shape of the input: also its axes of size 1.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [summation(outGrad, broadcastAxes(x.shape, node.shape))];
    },
  }),
  rule<Summation, One>({
    name: 'summation-returns-the-shape-of-the-sum',
    op: 'summation',
    breaks: 'form',
    says: 'outGrad is passed through in the shape of the sum.',
    hint: 'The gradient has the shape of the input: each entry gets the outGrad of the sum that it went into.',
    gradient(outGrad) {
      return [outGrad];
    },
  }),
  rule<Summation, One>({
    name: 'summation-finds-its-axes-by-size',
    op: 'summation',
    breaks: 'crashed',
    says: 'The summed axes are guessed by comparing sizes, which mistakes one axis for another of the same size.',
    hint: 'Sum a square matrix over its first axis: which axis do the sizes say?',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [broadcastTo(reshape(outGrad, axesBySize(outGrad.shape, x.shape)), x.shape)];
    },
  }),
  rule<Mean, One>({
    name: 'mean-finds-its-axes-by-size',
    op: 'mean',
    breaks: 'crashed',
    says: 'The averaged axes are guessed by comparing sizes, which mistakes one axis for another of the same size.',
    hint: 'Average a square matrix over its first axis: which axis do the sizes say?',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const count = sizeOf(x.shape) / sizeOf(node.shape);
      const spread = reshape(outGrad, axesBySize(outGrad.shape, x.shape));
      return [divideScalar(broadcastTo(spread, x.shape), count)];
    },
  }),
  rule<Mean, One>({
    name: 'mean-does-not-broadcast-back',
    op: 'mean',
    breaks: 'form',
    says: 'outGrad/N is returned with the averaged axes at size 1.',
    hint: 'The gradient has the shape of the input.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      return [divideScalar(reshape(outGrad, kept), sizeOf(x.shape) / sizeOf(kept))];
    },
  }),
];

const product = ruleOf('matmul');

export const transposesForgotten = [
  product<MatMul, Two>({
    name: 'matmul-transposes-the-second-factor-alone',
    op: 'matmul',
    breaks: 'crashed',
    says: 'The adjoint of the second factor is Aḡ; A is not transposed there.',
    hint: 'Write down the shapes: do they fit when no size is equal?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [matmul(outGrad, transpose(b)), matmul(a, outGrad)];
    },
  }),
  product<MatMul, Two>({
    name: 'matmul-transposes-the-first-factor-alone',
    op: 'matmul',
    breaks: 'crashed',
    says: 'The adjoint of the first factor is ḡB; B is not transposed there.',
    hint: 'Write down the shapes: do they fit when no size is equal?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [matmul(outGrad, b), matmul(transpose(a), outGrad)];
    },
  }),
];

export const softmaxSigns = [
  ruleOf('stable')<Softmax, One>({
    name: 'softmax-adds-the-sum',
    op: 'softmax',
    breaks: 'vjp',
    says: 'Σḡp is added to ḡ instead of subtracted.',
    hint: 'Give every entry the same outGrad: the gradient must be zero.',
    gradient(outGrad, node) {
      return [multiply(node, add(outGrad, summation(multiply(outGrad, node), this.axes, true)))];
    },
  }),
];
