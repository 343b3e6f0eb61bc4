/** Wrong rules of ops with kinks: which side an entry is on, and what is done where there is none. */
import {
  type Abs,
  type Maximum,
  type Minimum,
  mask,
  maskOfPair,
  mulScalar,
  multiply,
  type One,
  type ReLU,
  type Two,
} from '../engine/index.js';
import { ruleOf } from './misconception.js';

const rule = ruleOf('elementwise');

export const kinked = [
  rule<ReLU, One>({
    name: 'relu-passes-through',
    op: 'relu',
    breaks: 'vjp',
    says: 'outGrad is passed through for negative entries too; the mask is 1 everywhere.',
    hint: 'How steep is relu at x = −3? relu(x) is never negative: is it the right thing to ask?',
    gradient(outGrad) {
      return [mulScalar(outGrad, 1)];
    },
  }),
  rule<ReLU, One>({
    name: 'relu-masks-the-other-side',
    op: 'relu',
    breaks: 'vjp',
    says: 'outGrad is let through where x is negative, and held back where it is positive.',
    hint: 'How steep is relu at x = 3?',
    gradient(outGrad, node) {
      return [
        multiply(
          outGrad,
          mask(node.inputs[0], (entry) => (entry < 0 ? 1 : 0)),
        ),
      ];
    },
  }),
  rule<ReLU, One>({
    name: 'relu-masks-by-the-cotangent',
    op: 'relu',
    breaks: 'vjp',
    says: 'The negative entries of outGrad are set to zero, not those of x.',
    hint: 'Whose sign decides how steep relu is?',
    gradient(outGrad) {
      return [
        multiply(
          outGrad,
          mask(outGrad, (entry) => (entry > 0 ? 1 : 0)),
        ),
      ];
    },
  }),
  rule<Abs, One>({
    name: 'abs-multiplies-with-the-input',
    op: 'abs',
    breaks: 'vjp',
    says: 'outGrad is multiplied with x instead of with its sign.',
    hint: 'How steep is |x| at x = −3? It is not −3.',
    gradient(outGrad, node) {
      return [multiply(outGrad, node.inputs[0])];
    },
  }),
  rule<Abs, One>({
    name: 'abs-takes-the-size-of-the-cotangent',
    op: 'abs',
    breaks: 'vjp',
    says: 'The absolute value of outGrad is returned.',
    hint: 'Whose sign decides which way |x| goes?',
    gradient(outGrad) {
      return [multiply(outGrad, mask(outGrad, Math.sign))];
    },
  }),
  rule<Maximum, Two>({
    name: 'maximum-drops-ties',
    op: 'maximum',
    breaks: 'ties',
    says: 'Where the entries tie, neither gets anything.',
    hint: 'If a and b tie and both grow by 1, by how much does max(a, b) grow?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const more = (x: number, y: number) => (x > y ? 1 : 0);
      return [multiply(outGrad, maskOfPair(a, b, more)), multiply(outGrad, maskOfPair(b, a, more))];
    },
  }),
  rule<Maximum, Two>({
    name: 'maximum-gives-both-the-cotangent',
    op: 'maximum',
    breaks: 'vjp',
    says: 'Both entries get outGrad.',
    hint: 'Does max(a, b) change when the smaller one changes a little?',
    gradient(outGrad) {
      return [outGrad, outGrad];
    },
  }),
  rule<Minimum, Two>({
    name: 'minimum-swaps-the-branches',
    op: 'minimum',
    breaks: 'vjp',
    says: 'The larger entry gets the gradient.',
    hint: 'Which of the two does min(a, b) follow when it changes a little?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const larger = (x: number, y: number) => (x === y ? 0.5 : x > y ? 1 : 0);
      return [multiply(outGrad, maskOfPair(a, b, larger)), multiply(outGrad, maskOfPair(b, a, larger))];
    },
  }),
  rule<Minimum, Two>({
    name: 'minimum-counts-ties-twice',
    op: 'minimum',
    breaks: 'ties',
    says: 'Where the entries tie, both get the whole of outGrad.',
    hint: 'If a and b tie and both grow by 1, by how much does min(a, b) grow?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const atMost = (x: number, y: number) => (x <= y ? 1 : 0);
      return [multiply(outGrad, maskOfPair(a, b, atMost)), multiply(outGrad, maskOfPair(b, a, atMost))];
    },
  }),
];
