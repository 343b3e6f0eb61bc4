/** Wrong rules of ops with kinks: which side an entry is on, and what is done where there is none. */
import {
  divide,
  mask,
  maskOfPair,
  mulScalar,
  multiply,
  type One,
  relu,
  type Tensor,
  type Two,
} from '../engine/index.js';
import type { Abs, Maximum, Minimum, ReLU } from '../engine/ops/elementwise.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf('elementwise');

type Share = (own: number, other: number) => number;

/** outGrad for each of two tensors, times the share of its entries next to those of the other. */
const byShare = (outGrad: Tensor, a: Tensor, b: Tensor, share: Share): Two => [
  multiply(outGrad, maskOfPair(a, b, share)),
  multiply(outGrad, maskOfPair(b, a, share)),
];

const larger: Share = (x, y) => (x === y ? 0.5 : x > y ? 1 : 0);
const smaller: Share = (x, y) => (x === y ? 0.5 : x < y ? 1 : 0);

export const kinked = [
  ...rules<ReLU, One>('relu', {
    'relu-returns-the-mask': {
      says: 'The mask of positive entries is returned, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient: (_, node) => [mask(node.inputs[0], (entry) => (entry > 0 ? 1 : 0))],
    },
    'relu-multiplies-with-its-value': {
      says: 'outGrad is multiplied by relu(x) instead of with its slope.',
      hint: 'How steep is relu at x = 3? It is not 3.',
      gradient: (outGrad, node) => [multiply(outGrad, relu(node.inputs[0]))],
    },
    'relu-divides-value-by-input': {
      says: 'The mask is computed as relu(x) / x, which is NaN at 0.',
      hint: 'Try x = 0.',
      gradient: (outGrad, node) => [multiply(outGrad, divide(node, node.inputs[0]))],
    },
    'relu-passes-through': {
      says: 'outGrad is passed through for negative entries too; the mask is 1 everywhere.',
      hint: 'How steep is relu at x = −3? relu(x) is never negative: is it the right thing to ask?',
      gradient: (outGrad) => [mulScalar(outGrad, 1)],
    },
    'relu-masks-the-other-side': {
      says: 'outGrad is let through where x is negative, and held back where it is positive.',
      hint: 'How steep is relu at x = 3?',
      gradient: (outGrad, node) => [
        multiply(
          outGrad,
          mask(node.inputs[0], (entry) => (entry < 0 ? 1 : 0)),
        ),
      ],
    },
    'relu-masks-by-the-cotangent': {
      says: 'The negative entries of outGrad are set to zero, not those of x.',
      hint: 'Whose sign decides how steep relu is?',
      gradient: (outGrad) => [
        multiply(
          outGrad,
          mask(outGrad, (entry) => (entry > 0 ? 1 : 0)),
        ),
      ],
    },
  }),
  ...rules<Abs, One>('abs', {
    'abs-passes-through': {
      says: 'outGrad is passed through for negative entries too.',
      hint: 'How steep is |x| at x = −2?',
      gradient: (outGrad) => [outGrad],
    },
    'abs-is-nan-at-zero': {
      says: 'The sign is computed as x / |x|, which is NaN at 0.',
      hint: 'Try x = 0.',
      gradient: (outGrad, node) => [multiply(outGrad, divide(node.inputs[0], node))],
    },
    'abs-multiplies-with-the-input': {
      says: 'outGrad is multiplied by x instead of with its sign.',
      hint: 'How steep is |x| at x = −3? It is not −3.',
      gradient: (outGrad, node) => [multiply(outGrad, node.inputs[0])],
    },
    'abs-takes-the-size-of-the-cotangent': {
      says: 'The absolute value of outGrad is returned.',
      hint: 'Whose sign decides which way |x| goes?',
      gradient: (outGrad) => [multiply(outGrad, mask(outGrad, Math.sign))],
    },
  }),
  ...rules<Maximum, Two>('maximum', {
    'maximum-swaps-the-branches': {
      says: 'The smaller entry gets the gradient.',
      hint: 'Which of the two does max(a, b) follow when it changes a little?',
      gradient: (outGrad, { inputs: [a, b] }) => byShare(outGrad, a, b, smaller),
    },
    'maximum-counts-ties-twice': {
      breaks: 'ties',
      says: 'Where the entries tie, both get the whole of outGrad.',
      hint: 'If a and b tie and both grow by 1, by how much does max(a, b) grow?',
      gradient: (outGrad, { inputs: [a, b] }) => byShare(outGrad, a, b, (x, y) => (x >= y ? 1 : 0)),
    },
    'maximum-drops-ties': {
      breaks: 'ties',
      says: 'Where the entries tie, neither gets anything.',
      hint: 'If a and b tie and both grow by 1, by how much does max(a, b) grow?',
      gradient: (outGrad, { inputs: [a, b] }) => byShare(outGrad, a, b, (x, y) => (x > y ? 1 : 0)),
    },
    'maximum-gives-both-the-cotangent': {
      says: 'Both entries get outGrad.',
      hint: 'Does max(a, b) change when the smaller one changes a little?',
      gradient: (outGrad) => [outGrad, outGrad],
    },
  }),
  ...rules<Minimum, Two>('minimum', {
    'minimum-gives-both-the-cotangent': {
      says: 'Both entries get outGrad.',
      hint: 'Does min(a, b) change when the larger one changes a little?',
      gradient: (outGrad) => [outGrad, outGrad],
    },
    'minimum-drops-ties': {
      breaks: 'ties',
      says: 'Where the entries tie, neither gets anything.',
      hint: 'If a and b tie and both grow by 1, by how much does min(a, b) grow?',
      gradient: (outGrad, { inputs: [a, b] }) => byShare(outGrad, a, b, (x, y) => (x < y ? 1 : 0)),
    },
    'minimum-swaps-the-branches': {
      says: 'The larger entry gets the gradient.',
      hint: 'Which of the two does min(a, b) follow when it changes a little?',
      gradient: (outGrad, { inputs: [a, b] }) => byShare(outGrad, a, b, larger),
    },
    'minimum-counts-ties-twice': {
      breaks: 'ties',
      says: 'Where the entries tie, both get the whole of outGrad.',
      hint: 'If a and b tie and both grow by 1, by how much does min(a, b) grow?',
      gradient: (outGrad, { inputs: [a, b] }) => byShare(outGrad, a, b, (x, y) => (x <= y ? 1 : 0)),
    },
  }),
];
