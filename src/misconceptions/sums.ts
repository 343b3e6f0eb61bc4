/** Wrong rules of sums and means: axes guessed, lost, or not put back. */
import { at } from '../case/at.js';
import {
  broadcastTo,
  divideScalar,
  type One,
  ones,
  reduceShape,
  reshape,
  type Shape,
  sizeOf,
} from '../engine/index.js';
import type { Mean } from '../engine/ops/mean.js';
import type { Summation } from '../engine/ops/shape.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf('shape');

/** The reduced shape with an axis of size 1 wherever the next size differs from the input's. */
const axesBySize = (reduced: Shape, shape: Shape): number[] => {
  let next = 0;
  return shape.map((size) => (reduced[next] === size ? at(reduced, next++) : 1));
};

export const sums = [
  ...rules<Summation, One>('summation', {
    'summation-is-all-ones': {
      says: 'The gradient is all ones, whatever outGrad is.',
      hint: 'Each entry gets the outGrad of the sum that it went into.',
      gradient: (_, { inputs: [x] }) => [ones(x.shape, { dtype: x.dtype })],
    },
    'summation-does-not-broadcast-back': {
      breaks: 'form',
      says: 'outGrad is returned with the summed axes at size 1.',
      hint: 'The gradient has the shape of the input.',
      gradient(outGrad, { inputs: [x] }) {
        return [reshape(outGrad, reduceShape(x.shape, this.axes, true, this.name))];
      },
    },
    'summation-does-not-put-the-axis-back': {
      says: 'outGrad is broadcast without putting the summed axis back where it was.',
      hint: 'Broadcasting aligns shapes at the right; was the summed axis the first one?',
      gradient(outGrad, { inputs: [x] }) {
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        const fits = outGrad.shape.every((size, axis) => {
          const own = x.shape[axis - outGrad.shape.length + x.shape.length];
          return size === own || size === 1;
        });
        return [broadcastTo(fits ? outGrad : reshape(outGrad, kept), x.shape)];
      },
    },
    'summation-mishandles-a-single-axis': {
      breaks: 'crashed',
      says: '`axes` is treated as a list, also when it is a single number.',
      hint: 'axes may be a number, a list, or null.',
      gradient(outGrad, { inputs: [x] }) {
        const axes = this.axes as readonly number[] | null;
        const kept = x.shape.map((size, axis) => (axes === null || axes.includes(axis) ? 1 : size));
        return [broadcastTo(reshape(outGrad, kept), x.shape)];
      },
    },
    'summation-mishandles-negative-axes': {
      breaks: 'crashed',
      says: 'Negative axes are not normalised, and so never found.',
      hint: 'Axis −1 is the last one: count it from the front first.',
      gradient(outGrad, { inputs: [x] }) {
        const axes = typeof this.axes === 'number' ? [this.axes] : this.axes;
        const kept = x.shape.map((size, axis) => (axes === null || axes.includes(axis) ? 1 : size));
        return [broadcastTo(reshape(outGrad, kept), x.shape)];
      },
    },
    'summation-mishandles-null': {
      breaks: 'crashed',
      says: '`axes` null is treated as no axes at all.',
      hint: 'Without axes, everything is summed.',
      gradient(outGrad, { inputs: [x] }) {
        const kept = this.axes === null ? x.shape : reduceShape(x.shape, this.axes, true, this.name);
        return [broadcastTo(reshape(outGrad, kept), x.shape)];
      },
    },
    'summation-returns-the-shape-of-the-sum': {
      breaks: 'form',
      says: 'outGrad is passed through in the shape of the sum.',
      hint: 'The gradient has the shape of the input: each entry gets the outGrad of the sum that it went into.',
      gradient: (outGrad) => [outGrad],
    },
    'summation-finds-its-axes-by-size': {
      breaks: 'crashed',
      says: 'The summed axes are guessed by comparing sizes, which mistakes one axis for another of the same size.',
      hint: 'Sum a square matrix over its first axis: which axis do the sizes say?',
      gradient: (outGrad, { inputs: [x] }) => [
        broadcastTo(reshape(outGrad, axesBySize(outGrad.shape, x.shape)), x.shape),
      ],
    },
  }),
  ...rules<Mean, One>('mean', {
    'mean-forgets-to-divide': {
      says: 'The gradient is that of a sum; the factor 1/N is missing.',
      hint: 'If one of N entries grows by 1, by how much does their mean grow?',
      gradient(outGrad, { inputs: [x] }) {
        return [broadcastTo(reshape(outGrad, reduceShape(x.shape, this.axes, true, this.name)), x.shape)];
      },
    },
    'mean-divides-by-the-whole-size': {
      says: 'The gradient is divided by the number of all entries, not of those that were averaged.',
      hint: 'N is the product of the sizes of the averaged axes.',
      gradient(outGrad, { inputs: [x] }) {
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        return [broadcastTo(divideScalar(reshape(outGrad, kept), sizeOf(x.shape)), x.shape)];
      },
    },
    'mean-divides-by-the-last-axis': {
      says: 'N is taken from the last axis, whichever axes were averaged.',
      hint: 'N is the product of the sizes of the averaged axes.',
      gradient(outGrad, { inputs: [x] }) {
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        return [broadcastTo(divideScalar(reshape(outGrad, kept), x.shape.at(-1) ?? 1), x.shape)];
      },
    },
    'mean-finds-its-axes-by-size': {
      breaks: 'crashed',
      says: 'The averaged axes are guessed by comparing sizes, which mistakes one axis for another of the same size.',
      hint: 'Average a square matrix over its first axis: which axis do the sizes say?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const count = sizeOf(x.shape) / sizeOf(node.shape);
        const spread = reshape(outGrad, axesBySize(outGrad.shape, x.shape));
        return [divideScalar(broadcastTo(spread, x.shape), count)];
      },
    },
    'mean-does-not-broadcast-back': {
      breaks: 'form',
      says: 'outGrad/N is returned with the averaged axes at size 1.',
      hint: 'The gradient has the shape of the input.',
      gradient(outGrad, { inputs: [x] }) {
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        return [divideScalar(reshape(outGrad, kept), sizeOf(x.shape) / sizeOf(kept))];
      },
    },
  }),
];
