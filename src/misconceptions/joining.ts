/** Wrong rules of the ops that join tensors, and cut them apart. */
import { at } from '../case/at.js';
import { normalizeAxis } from '../case/shape.js';
import {
  concat,
  type Inputs,
  type One,
  ones,
  slice,
  split,
  stack,
  summation,
  TensorTuple,
  unsqueeze,
} from '../engine/index.js';
import type { Concat, Split, Stack } from '../engine/ops/joining.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

export const joining = [
  ...rules<Stack, Inputs>('stack', {
    'stack-cuts-along-the-first-axis': {
      breaks: 'form',
      says: 'outGrad is cut along axis 0, whichever axis was made.',
      hint: 'The op remembers its axis.',
      gradient: (outGrad) => [...split(outGrad, 0)],
    },
    'stack-reverses-the-order': {
      says: 'The pieces are handed back in reverse order.',
      hint: 'The first input went into the first piece.',
      gradient(outGrad) {
        return [...split(outGrad, this.axis)].reverse();
      },
    },
    'stack-keeps-the-axis': {
      breaks: 'form',
      says: 'Each piece keeps the new axis, at size 1.',
      hint: 'The gradient has the shape of the input, which lacks the axis.',
      gradient(outGrad) {
        return [...split(outGrad, this.axis)].map((piece) => unsqueeze(piece, [this.axis]));
      },
    },
    'stack-gives-everyone-the-sum': {
      says: 'outGrad is summed over the new axis, and every input gets the sum.',
      hint: 'An input went into one piece only.',
      gradient(outGrad, node) {
        return node.inputs.map(() => summation(outGrad, this.axis));
      },
    },
    'stack-computes-on-raw-data': {
      breaks: 'twice',
      says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
      hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
      gradient(outGrad) {
        return [...split(outGrad.detach(), this.axis)];
      },
    },
  }),
  ...rules<Concat, Inputs>('concat', {
    'concat-assumes-equal-lengths': {
      breaks: 'form',
      says: 'outGrad is cut into pieces of equal length.',
      hint: 'How long was each input along the axis?',
      gradient(outGrad, node) {
        const along = normalizeAxis(this.axis, outGrad.shape.length, this.name);
        const length = Math.floor(at(outGrad.shape, along) / node.inputs.length);
        return node.inputs.map((_, index) =>
          slice(
            outGrad,
            outGrad.shape.map((_size, axis) => (axis === along ? index * length : 0)),
            outGrad.shape.map((size, axis) => (axis === along ? (index + 1) * length : size)),
          ),
        );
      },
    },
    'concat-forgets-the-offset': {
      says: 'Every input gets the first entries of outGrad.',
      hint: 'Where along the axis did each input begin?',
      gradient: (outGrad, node) =>
        node.inputs.map(({ shape }) =>
          slice(
            outGrad,
            shape.map(() => 0),
            shape,
          ),
        ),
    },
    'concat-takes-the-inputs-in-reverse': {
      says: 'The last input gets the first entries of outGrad, and so on.',
      hint: 'The first input comes first in the result.',
      gradient(outGrad, node) {
        const along = normalizeAxis(this.axis, outGrad.shape.length, this.name);
        let start = at(outGrad.shape, along);
        return node.inputs.map(({ shape }) => {
          const stop = start;
          start -= at(shape, along);
          return slice(
            outGrad,
            shape.map((_, axis) => (axis === along ? start : 0)),
            shape.map((size, axis) => (axis === along ? stop : size)),
          );
        });
      },
    },
    'concat-gives-everyone-everything': {
      breaks: 'form',
      says: 'Every input gets all of outGrad.',
      hint: 'The gradient has the shape of the input.',
      gradient: (outGrad, node) => node.inputs.map(() => outGrad),
    },
  }),
  ...rules<Split, One>('split', {
    'split-stacks-along-the-first-axis': {
      breaks: 'form',
      says: 'The pieces are put together along axis 0, whichever axis was cut.',
      hint: 'The op remembers its axis.',
      gradient: (outGrad) => [stack([...new TensorTuple(outGrad)], 0)],
    },
    'split-reverses-the-pieces': {
      says: 'The pieces are put together in reverse order.',
      hint: 'The first piece comes from the first entries.',
      gradient(outGrad) {
        return [stack([...new TensorTuple(outGrad)].reverse(), this.axis)];
      },
    },
    'split-gives-all-pieces-the-sum': {
      says: 'A piece that was not used gets the outGrad of those that were.',
      hint: 'An entry that is not used has a gradient of zero.',
      gradient(outGrad) {
        const pieces = [...new TensorTuple(outGrad)];
        const sum = summation(outGrad, 0);
        return [
          stack(
            pieces.map(() => sum),
            this.axis,
          ),
        ];
      },
    },
    'split-concatenates': {
      breaks: 'form',
      says: 'The pieces are put one after another instead of side by side.',
      hint: 'The pieces lack the axis; stack makes it again, concat does not.',
      gradient(outGrad) {
        const pieces = [...new TensorTuple(outGrad)];
        return [outGrad.shape.length > 1 ? concat(pieces, 0) : ones([])];
      },
    },
    'split-computes-on-raw-data': {
      breaks: 'twice',
      says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
      hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
      gradient(outGrad) {
        return [stack([...new TensorTuple(outGrad.detach())], this.axis)];
      },
    },
  }),
];
