/** Wrong rules of ops that let some entries through, or pick entries by their size. */
import {
  broadcastTo,
  type Clip,
  type Dropout,
  divide,
  dropout,
  dropoutWith,
  type Max,
  type Min,
  mask,
  maskOfPair,
  max,
  min,
  mulScalar,
  multiply,
  negate,
  type One,
  ones,
  reduceShape,
  reshape,
  type Shape,
  type Sort,
  sizeOf,
  sort,
  summation,
  type Tensor,
  type Two,
  unsort,
  type Where,
  where,
  zeros,
} from '../engine/index.js';
import { ruleOf } from './misconception.js';

const rule = ruleOf(null);
const like = ({ shape, dtype }: Tensor): Tensor => zeros(shape, { dtype });

/** A reduced tensor at the shape of what it was reduced from. */
const alongRuns = (reduced: Tensor, kept: Shape, shape: Shape): Tensor =>
  broadcastTo(reshape(reduced, kept), shape);

/** 1 where an entry equals the extreme of its run. */
const tiesOf = (x: Tensor, extreme: Tensor, kept: Shape): Tensor =>
  maskOfPair(x, alongRuns(extreme, kept, x.shape), (entry, most) => (entry === most ? 1 : 0));

export const choosing = [
  rule<Where, Two>({
    name: 'where-swaps-the-branches',
    op: 'where',
    breaks: 'vjp',
    says: 'The first input gets outGrad where the condition is 0, the second where it is 1.',
    hint: 'Which input does an entry come from where the condition holds?',
    gradient(outGrad) {
      const nothing = like(outGrad);
      return [where(this.condition, nothing, outGrad), where(this.condition, outGrad, nothing)];
    },
  }),
  rule<Where, Two>({
    name: 'where-gives-both-branches-everything',
    op: 'where',
    breaks: 'vjp',
    says: 'Both inputs get all of outGrad, whatever the condition.',
    hint: 'An entry that was not chosen can change without changing the output.',
    gradient(outGrad) {
      return [outGrad, mulScalar(outGrad, 1)];
    },
  }),
  rule<Where, Two>({
    name: 'where-forgets-the-second-branch',
    op: 'where',
    breaks: 'vjp',
    says: 'The second input gets nothing.',
    hint: 'Where the condition is 0 the output is an entry of the second input.',
    gradient(outGrad) {
      const nothing = like(outGrad);
      return [where(this.condition, outGrad, nothing), nothing];
    },
  }),
  rule<Where, Two>({
    name: 'where-forgets-the-cotangent',
    op: 'where',
    breaks: 'vjp',
    says: 'The condition itself is returned, without outGrad.',
    hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
    gradient(outGrad) {
      const [one, nothing] = [ones(outGrad.shape, { dtype: outGrad.dtype }), like(outGrad)];
      return [where(this.condition, one, nothing), where(this.condition, nothing, one)];
    },
  }),
  rule<Clip, One>({
    name: 'clip-passes-through',
    op: 'clip',
    breaks: 'vjp',
    says: 'outGrad is passed through outside the bounds too.',
    hint: 'If an entry beyond a bound grows a little, does the output?',
    gradient(outGrad) {
      return [mulScalar(outGrad, 1)];
    },
  }),
  rule<Clip, One>({
    name: 'clip-forgets-the-upper-bound',
    op: 'clip',
    breaks: 'vjp',
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
  }),
  rule<Clip, One>({
    name: 'clip-inverts-the-mask',
    op: 'clip',
    breaks: 'vjp',
    says: 'Entries outside the bounds get outGrad, those inside get nothing.',
    hint: 'Where does the output follow the input?',
    gradient(outGrad, node) {
      return [
        multiply(
          outGrad,
          maskOfPair(node.inputs[0], node, (x, y) => (x === y ? 0 : 1)),
        ),
      ];
    },
  }),
  rule<Clip, One>({
    name: 'clip-takes-null-for-zero',
    op: 'clip',
    breaks: 'vjp',
    says: 'A bound that is null is taken for 0.',
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
  }),
  rule<Clip, One>({
    name: 'clip-doubles-the-slope-at-its-bounds',
    op: 'clip',
    breaks: 'vjp',
    says: 'An entry that lies on a bound gets outGrad twice: once as inside, once as at the bound.',
    hint: 'At a kink any slope between both one-sided ones is right, and none beyond.',
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
  }),
  rule<Max, One>({
    name: 'max-counts-ties-twice',
    op: 'max',
    breaks: 'ties',
    says: 'Every entry that ties for the largest gets all of outGrad.',
    hint: 'If all entries that tie grow by 1, by how much does their maximum grow?',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      return [multiply(alongRuns(outGrad, kept, x.shape), tiesOf(x, node, kept))];
    },
  }),
  rule<Max, One>({
    name: 'max-gives-everything-to-all',
    op: 'max',
    breaks: 'vjp',
    says: 'All entries get outGrad, as in a sum.',
    hint: 'Only the largest entry is in the output.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      return [alongRuns(outGrad, reduceShape(x.shape, this.axes, true, this.name), x.shape)];
    },
  }),
  rule<Max, One>({
    name: 'max-looks-for-the-smallest',
    op: 'max',
    breaks: 'vjp',
    says: 'The smallest entries get outGrad.',
    hint: 'Which entry is the output?',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      return [multiply(alongRuns(outGrad, kept, x.shape), tiesOf(x, min(x, this.axes, true), kept))];
    },
  }),
  rule<Max, One>({
    name: 'max-looks-over-everything',
    op: 'max',
    breaks: 'vjp',
    says: 'Only the largest entry of the whole array gets outGrad, not the largest of each run.',
    hint: 'Each run along the axes has a maximum of its own.',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      const ties = maskOfPair(x, broadcastTo(max(x), x.shape), (entry, most) => (entry === most ? 1 : 0));
      return [multiply(alongRuns(outGrad, kept, x.shape), ties)];
    },
  }),
  rule<Max, One>({
    name: 'max-shares-among-all',
    op: 'max',
    breaks: 'vjp',
    says: 'outGrad is divided by the number of all entries of a run, not of those that tie.',
    hint: 'How many entries share the maximum?',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      const count = sizeOf(x.shape) / sizeOf(kept);
      return [mulScalar(multiply(alongRuns(outGrad, kept, x.shape), tiesOf(x, node, kept)), 1 / count)];
    },
  }),
  rule<Min, One>({
    name: 'min-flips-the-sign',
    op: 'min',
    breaks: 'vjp',
    says: 'The sign is flipped, as min x = −max(−x) might suggest.',
    hint: 'There are two signs in −max(−x).',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      return [negate(multiply(alongRuns(outGrad, kept, x.shape), tiesOf(x, node, kept)))];
    },
  }),
  rule<Min, One>({
    name: 'min-counts-ties-twice',
    op: 'min',
    breaks: 'ties',
    says: 'Every entry that ties for the smallest gets all of outGrad.',
    hint: 'If all entries that tie shrink by 1, by how much does their minimum shrink?',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      return [multiply(alongRuns(outGrad, kept, x.shape), tiesOf(x, node, kept))];
    },
  }),
  rule<Min, One>({
    name: 'min-forgets-the-cotangent',
    op: 'min',
    breaks: 'vjp',
    says: 'The shares are returned, without outGrad.',
    hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
    gradient(_, node) {
      const [x] = node.inputs;
      const ties = tiesOf(x, node, reduceShape(x.shape, this.axes, true, this.name));
      return [divide(ties, summation(ties, this.axes, true))];
    },
  }),
  rule<Min, One>({
    name: 'min-looks-for-the-largest',
    op: 'min',
    breaks: 'vjp',
    says: 'The largest entries get outGrad.',
    hint: 'Which entry is the output?',
    gradient(outGrad, node) {
      const [x] = node.inputs;
      const kept = reduceShape(x.shape, this.axes, true, this.name);
      return [multiply(alongRuns(outGrad, kept, x.shape), tiesOf(x, max(x, this.axes, true), kept))];
    },
  }),
  rule<Sort, One>({
    name: 'sort-passes-through',
    op: 'sort',
    breaks: 'vjp',
    says: 'outGrad stays in sorted order.',
    hint: 'Each outGrad goes back to where its entry came from.',
    gradient(outGrad) {
      return [mulScalar(outGrad, 1)];
    },
  }),
  rule<Sort, One>({
    name: 'sort-sorts-the-cotangent',
    op: 'sort',
    breaks: 'vjp',
    says: 'outGrad is sorted by its own size.',
    hint: 'It is the entries of the input that say where each outGrad goes.',
    gradient(outGrad) {
      return [sort(outGrad, this.axis, this.descending)];
    },
  }),
  rule<Sort, One>({
    name: 'sort-goes-back-in-the-other-direction',
    op: 'sort',
    breaks: 'vjp',
    says: 'outGrad is put back as if the other direction had been sorted.',
    hint: 'Does the first outGrad belong to the smallest entry, or to the largest?',
    gradient(outGrad, node) {
      return [unsort(outGrad, node.inputs[0], this.axis, !this.descending)];
    },
  }),
  rule<Sort, One>({
    name: 'sort-sums-along-the-axis',
    op: 'sort',
    breaks: 'vjp',
    says: 'outGrad is summed along the axis and given to every entry.',
    hint: 'Sorting moves entries; it adds nothing up.',
    gradient(outGrad) {
      return [broadcastTo(summation(outGrad, this.axis, true), outGrad.shape)];
    },
  }),
  rule<Dropout, One>({
    name: 'dropout-draws-the-mask-again',
    op: 'dropout',
    breaks: 'vjp',
    says: 'The gradient drops other entries than the value did.',
    hint: 'Save the mask: an entry that was dropped has no influence, and one that was kept has.',
    gradient(outGrad) {
      return [dropout(outGrad, this.p, 1 + sizeOf(outGrad.shape))];
    },
  }),
  rule<Dropout, One>({
    name: 'dropout-forgets-the-scale',
    op: 'dropout',
    breaks: 'vjp',
    says: 'Kept entries get outGrad, without the factor 1/(1 − p).',
    hint: 'The value was divided by 1 − p.',
    gradient(outGrad) {
      return [mulScalar(dropoutWith(outGrad, this.p, this.mask), 1 - this.p)];
    },
  }),
  rule<Dropout, One>({
    name: 'dropout-divides-by-p',
    op: 'dropout',
    breaks: 'vjp',
    says: 'Kept entries get outGrad divided by p, the probability to be dropped.',
    hint: 'Which share of the entries is left to stand for all?',
    gradient(outGrad) {
      const kept = mulScalar(dropoutWith(outGrad, this.p, this.mask), 1 - this.p);
      return [mulScalar(kept, 1 / this.p)];
    },
  }),
  rule<Dropout, One>({
    name: 'dropout-passes-through',
    op: 'dropout',
    breaks: 'vjp',
    says: 'outGrad is passed through, as if nothing had been dropped.',
    hint: 'If an entry that was dropped changes, does the output?',
    gradient(outGrad) {
      return [mulScalar(outGrad, 1)];
    },
  }),
  rule<Dropout, One>({
    name: 'dropout-keeps-what-was-dropped',
    op: 'dropout',
    breaks: 'vjp',
    says: 'Entries that were dropped get outGrad, those that were kept get nothing.',
    hint: 'What does 1 in the mask mean?',
    gradient(outGrad) {
      const dropped = this.mask.map((bit) => 1 - bit);
      return [dropoutWith(outGrad, this.p, dropped)];
    },
  }),
];
