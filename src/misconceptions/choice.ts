/** Wrong rules of ops that let some entries through and hold others back. */
import {
  dropout,
  dropoutWith,
  mask,
  maskOfPair,
  mulScalar,
  multiply,
  type One,
  ones,
  sizeOf,
  type Tensor,
  type Two,
  where,
  zeros,
} from '../engine/index.js';
import type { Clip, Dropout, Where } from '../engine/ops/choice.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

const like = ({ shape, dtype }: Tensor): Tensor => zeros(shape, { dtype });

export const choosing = [
  ...rules<Where, Two>('where', {
    'where-swaps-the-branches': {
      says: 'The first input gets outGrad where the condition is 0, the second where it is 1.',
      hint: 'Which input does an entry come from where the condition holds?',
      gradient(outGrad) {
        const nothing = like(outGrad);
        return [where(this.condition, nothing, outGrad), where(this.condition, outGrad, nothing)];
      },
    },
    'where-gives-both-branches-everything': {
      says: 'Both inputs get all of outGrad, whatever the condition.',
      hint: 'An entry that was not chosen can change without changing the output.',
      gradient: (outGrad) => [outGrad, mulScalar(outGrad, 1)],
    },
    'where-forgets-the-second-branch': {
      says: 'The second input gets nothing.',
      hint: 'Where the condition is 0 the output is an entry of the second input.',
      gradient(outGrad) {
        const nothing = like(outGrad);
        return [where(this.condition, outGrad, nothing), nothing];
      },
    },
    'where-forgets-the-cotangent': {
      says: 'The condition itself is returned, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient(outGrad) {
        const [one, nothing] = [ones(outGrad.shape, { dtype: outGrad.dtype }), like(outGrad)];
        return [where(this.condition, one, nothing), where(this.condition, nothing, one)];
      },
    },
  }),
  ...rules<Clip, One>('clip', {
    'clip-passes-through': {
      says: 'outGrad is passed through outside the bounds too.',
      hint: 'If an entry beyond a bound grows a little, does the output?',
      gradient: (outGrad) => [mulScalar(outGrad, 1)],
    },
    'clip-forgets-the-upper-bound': {
      says: 'Only entries below the lower bound are held back.',
      hint: 'There are two ends, and either may be missing.',
      gradient(outGrad, node) {
        const low = this.min ?? Number.NEGATIVE_INFINITY;
        return [
          multiply(
            outGrad,
            mask(node.inputs[0], (x) => (x >= low ? 1 : 0)),
          ),
        ];
      },
    },
    'clip-inverts-the-mask': {
      says: 'Entries outside the bounds get outGrad, those inside get nothing.',
      hint: 'Where does the output follow the input?',
      gradient: (outGrad, node) => [
        multiply(
          outGrad,
          maskOfPair(node.inputs[0], node, (x, y) => (x === y ? 0 : 1)),
        ),
      ],
    },
    'clip-takes-null-for-zero': {
      says: 'A bound that is null is treated as 0.',
      hint: 'Without a bound nothing is held back on that side.',
      gradient(outGrad, node) {
        const [low, high] = [this.min ?? 0, this.max ?? 0];
        return [
          multiply(
            outGrad,
            mask(node.inputs[0], (x) => (x >= low && x <= high ? 1 : 0)),
          ),
        ];
      },
    },
    'clip-doubles-the-slope-at-its-bounds': {
      says: 'An entry that lies on a bound gets outGrad twice: once as inside, once as at the bound.',
      hint: 'At a kink any slope between the two one-sided slopes is right, and none beyond them.',
      gradient(outGrad, node) {
        const [low, high] = [this.min ?? Number.NEGATIVE_INFINITY, this.max ?? Number.POSITIVE_INFINITY];
        const inside = (x: number) => Number(x >= low && x <= high);
        return [
          multiply(
            outGrad,
            mask(node.inputs[0], (x) => inside(x) + (x === low || x === high ? 1 : 0)),
          ),
        ];
      },
    },
  }),
  ...rules<Dropout, One>('dropout', {
    'dropout-draws-the-mask-again': {
      says: 'The gradient drops different entries than the value did.',
      hint: 'Save the mask: an entry that was dropped has no influence, and one that was kept has.',
      gradient(outGrad) {
        return [dropout(outGrad, this.p, 1 + sizeOf(outGrad.shape))];
      },
    },
    'dropout-forgets-the-scale': {
      says: 'Kept entries get outGrad, without the factor 1/(1 − p).',
      hint: 'The value was divided by 1 − p.',
      gradient(outGrad) {
        return [mulScalar(dropoutWith(outGrad, this.p, this.mask), 1 - this.p)];
      },
    },
    'dropout-divides-by-p': {
      says: 'Kept entries get outGrad divided by p, the probability of being dropped.',
      hint: 'What fraction of the entries is kept?',
      gradient(outGrad) {
        const kept = mulScalar(dropoutWith(outGrad, this.p, this.mask), 1 - this.p);
        return [mulScalar(kept, 1 / this.p)];
      },
    },
    'dropout-passes-through': {
      says: 'outGrad is passed through, as if nothing had been dropped.',
      hint: 'If an entry that was dropped changes, does the output?',
      gradient: (outGrad) => [mulScalar(outGrad, 1)],
    },
    'dropout-keeps-what-was-dropped': {
      says: 'Entries that were dropped get outGrad, those that were kept get nothing.',
      hint: 'What does 1 in the mask mean?',
      gradient(outGrad) {
        const dropped = this.mask.map((bit) => 1 - bit);
        return [dropoutWith(outGrad, this.p, dropped)];
      },
    },
  }),
];
