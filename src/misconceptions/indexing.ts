/** Wrong rules of the ops that pick entries out, or spread them among zeros. */
import { at } from '../case/at.js';
import { runsOf } from '../case/indexing.js';
import {
  addScalar,
  broadcastTo,
  dilate,
  flip,
  mulScalar,
  type One,
  ones,
  pad,
  resize,
  slice,
  summation,
  undilate,
  zeros,
} from '../engine/index.js';
import {
  type Dilate,
  type Flip,
  type Pad,
  type Slice,
  type UnDilate,
  unslice,
} from '../engine/ops/indexing.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

export const indexing = [
  ...rules<Flip, One>('flip', {
    'flip-passes-through': {
      says: 'outGrad is passed through as it is.',
      hint: 'Where does the last entry of the output come from?',
      gradient: (outGrad) => [mulScalar(outGrad, 1)],
    },
    'flip-turns-all-axes': {
      says: 'outGrad is flipped along every axis.',
      hint: 'The op remembers its axes.',
      gradient: (outGrad) => [flip(outGrad)],
    },
    'flip-changes-the-sign': {
      says: 'The sign of outGrad is changed.',
      hint: 'Flipping changes where entries are, not what they are.',
      gradient(outGrad) {
        return [mulScalar(flip(outGrad, this.axes), -1)];
      },
    },
    'flip-is-all-ones': {
      says: 'The gradient is all ones, whatever outGrad is.',
      hint: 'Where does each entry of the output come from? Its outGrad goes back there.',
      gradient: ({ shape, dtype }) => [ones(shape, { dtype })],
    },
  }),
  ...rules<Dilate, One>('dilate', {
    'dilate-passes-through': {
      breaks: 'form',
      says: 'outGrad is passed through in the shape of the output.',
      hint: 'The gradient has the shape of the input.',
      gradient: (outGrad) => [outGrad],
    },
    'dilate-cuts-off-the-end': {
      says: 'The first entries of outGrad are taken, as many as the input has.',
      hint: 'Zeros are between the entries, not after them.',
      gradient: (outGrad, node) => [resize(outGrad, node.inputs[0].shape)],
    },
    'dilate-takes-the-wrong-offset': {
      says: 'The last entry of each group is taken: the outGrad of a zero.',
      hint: 'Are the zeros before or after each entry?',
      gradient(outGrad) {
        return [flip(undilate(flip(outGrad, this.axes), this.axes, this.dilation), this.axes)];
      },
    },
    'dilate-gives-the-zeros-a-gradient': {
      says: 'The outGrad of the next entries, which may be zeros, is added.',
      hint: 'The zeros are constants; nothing flows back through them.',
      gradient(outGrad) {
        const kept = undilate(outGrad, this.axes, this.dilation);
        return [this.dilation === 0 ? kept : addScalar(kept, 1)];
      },
    },
  }),
  ...rules<UnDilate, One>('undilate', {
    'undilate-returns-too-much': {
      breaks: 'form',
      says: 'The gradient is dilated to whole groups, also where the last group was shorter.',
      hint: 'Undilate 5 entries by 1: how many were there before, and how many does dilate make?',
      gradient(outGrad) {
        return [dilate(outGrad, this.axes, this.dilation)];
      },
    },
    'undilate-crowds-at-the-front': {
      says: 'outGrad goes to the first entries, and zeros to the rest.',
      hint: 'Which entries were kept?',
      gradient: (outGrad, node) => [resize(outGrad, node.inputs[0].shape)],
    },
    'undilate-gives-the-dropped-ones-a-gradient': {
      says: 'Entries that were dropped get a gradient of 1.',
      hint: 'An entry that is not used has a gradient of zero.',
      gradient(outGrad, { inputs: [{ shape }] }) {
        const own = resize(dilate(addScalar(outGrad, -1), this.axes, this.dilation), shape);
        return [addScalar(own, 1)];
      },
    },
  }),
  ...rules<Pad, One>('pad', {
    'pad-passes-through': {
      breaks: 'form',
      says: 'outGrad is passed through in the shape of the output.',
      hint: 'The gradient has the shape of the input.',
      gradient: (outGrad) => [outGrad],
    },
    'pad-cuts-off-the-end': {
      says: 'The first entries are taken, as if all zeros were at the end.',
      hint: 'How many zeros are before the first entry?',
      gradient: (outGrad, node) => [resize(outGrad, node.inputs[0].shape)],
    },
    'pad-swaps-the-ends': {
      says: 'The padding before and the padding after are exchanged.',
      hint: 'Try a padding of (1, 0).',
      gradient(outGrad) {
        return [
          pad(
            outGrad,
            this.padding.map(([before, after]) => [-after, -before] as const),
          ),
        ];
      },
    },
    'pad-is-off-by-one': {
      breaks: 'form',
      says: 'One entry too many is cut off at the front.',
      hint: 'Entry 0 of the input is at index `before`.',
      gradient(outGrad) {
        return [
          slice(
            outGrad,
            this.padding.map(([before]) => before + 1),
            this.padding.map(([, after], axis) => at(outGrad.shape, axis) - after),
          ),
        ];
      },
    },
    'pad-adds-what-was-padded': {
      says: 'Every entry gets the sum of outGrad, the padding included.',
      hint: 'The zeros are constants; nothing flows back through them.',
      gradient: (outGrad, node) => [broadcastTo(summation(outGrad), node.inputs[0].shape)],
    },
  }),
  ...rules<Slice, One>('slice', {
    'slice-keeps-the-output-shape': {
      breaks: 'form',
      says: 'outGrad is passed through in the shape of the slice.',
      hint: 'Entries that were not read have a gradient too: zero.',
      gradient: (outGrad) => [outGrad],
    },
    'slice-forgets-the-start': {
      says: 'outGrad goes to the first entries.',
      hint: 'Where did the slice start?',
      gradient: (outGrad, node) => [resize(outGrad, node.inputs[0].shape)],
    },
    'slice-forgets-to-turn-back': {
      says: 'A slice that runs backwards is put back forwards.',
      hint: 'With a step of -1 the first entry of the slice is the last one of the input.',
      gradient(outGrad, node) {
        const runs = runsOf(node.inputs[0].shape, this);
        const backwards = runs.flatMap(({ step }, axis) => (step < 0 ? [axis] : []));
        return [unslice(flip(outGrad, backwards), node.inputs[0].shape, runs)];
      },
    },
    'slice-forgets-the-step': {
      says: 'The entries are put back side by side, whatever the step.',
      hint: 'With a step of 2 every second entry was read.',
      gradient(outGrad, { inputs: [{ shape }] }) {
        const runs = runsOf(shape, this).map((run) => ({ ...run, step: Math.sign(run.step) }));
        const starts = runs.map(({ first, step, count }) =>
          step < 0 ? Math.max(0, first - count + 1) : first,
        );
        const turned = runs.flatMap(({ step }, axis) => (step < 0 ? [axis] : []));
        const padding = starts.map(
          (start, axis) => [start, at(shape, axis) - start - at(outGrad.shape, axis)] as const,
        );
        return [pad(flip(outGrad, turned), padding)];
      },
    },
    'slice-computes-on-raw-data': {
      breaks: 'twice',
      says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
      hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
      gradient(outGrad, { inputs: [{ shape }] }) {
        return [unslice(outGrad.detach(), shape, runsOf(shape, this))];
      },
    },
    'slice-has-no-gradient': {
      says: 'The gradient is zero throughout.',
      hint: 'Each entry that was read gets the outGrad of where it went.',
      gradient: (_, { inputs: [{ shape, dtype }] }) => [zeros(shape, { dtype })],
    },
  }),
];
