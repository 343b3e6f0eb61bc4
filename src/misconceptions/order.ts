/** Wrong rules of ops that pick entries by their size. */
import {
  broadcastTo,
  divide,
  maskOfPair,
  max,
  min,
  mulScalar,
  multiply,
  negate,
  type One,
  reduceShape,
  reshape,
  sizeOf,
  sort,
  summation,
  type Tensor,
} from '../engine/index.js';
import { type Max, type Min, type Sort, unsort } from '../engine/ops/order.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

type Extreme = Max | Min;

/** A reduced tensor at the shape of what it was reduced from. */
const alongRuns = ({ axes, name }: Extreme, reduced: Tensor, { shape }: Tensor): Tensor =>
  broadcastTo(reshape(reduced, reduceShape(shape, axes, true, name)), shape);

const isEqual = (entry: number, extreme: number): number => (entry === extreme ? 1 : 0);

/** 1 where an entry equals the extreme of its run. */
const tiesOf = (op: Extreme, x: Tensor, extreme: Tensor): Tensor =>
  maskOfPair(x, alongRuns(op, extreme, x), isEqual);

/** outGrad for every such entry. */
const toTies = (op: Extreme, outGrad: Tensor, x: Tensor, extreme: Tensor): Tensor =>
  multiply(alongRuns(op, outGrad, x), tiesOf(op, x, extreme));

export const ordering = [
  ...rules<Max, One>('max', {
    'max-counts-ties-twice': {
      breaks: 'ties',
      says: 'Every entry that ties for the largest gets all of outGrad.',
      hint: 'If all entries that tie grow by 1, by how much does their maximum grow?',
      gradient(outGrad, node) {
        return [toTies(this, outGrad, node.inputs[0], node)];
      },
    },
    'max-gives-everything-to-all': {
      says: 'All entries get outGrad, as in a sum.',
      hint: 'Only the largest entry is in the output.',
      gradient(outGrad, { inputs: [x] }) {
        return [alongRuns(this, outGrad, x)];
      },
    },
    'max-looks-for-the-smallest': {
      says: 'The smallest entries get outGrad.',
      hint: 'Which entry is the output?',
      gradient(outGrad, { inputs: [x] }) {
        return [toTies(this, outGrad, x, min(x, this.axes, true))];
      },
    },
    'max-looks-over-everything': {
      says: 'Only the largest entry of the whole array gets outGrad, not the largest of each run.',
      hint: 'Each run along the axes has a maximum of its own.',
      gradient(outGrad, { inputs: [x] }) {
        const ties = maskOfPair(x, broadcastTo(max(x), x.shape), isEqual);
        return [multiply(alongRuns(this, outGrad, x), ties)];
      },
    },
    'max-shares-among-all': {
      says: 'outGrad is divided by the number of all entries of a run, not of those that tie.',
      hint: 'How many entries share the maximum?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const count = sizeOf(x.shape) / sizeOf(node.shape);
        return [mulScalar(toTies(this, outGrad, x, node), 1 / count)];
      },
    },
  }),
  ...rules<Min, One>('min', {
    'min-flips-the-sign': {
      says: 'The sign is flipped, as min x = −max(−x) might suggest.',
      hint: 'There are two signs in −max(−x).',
      gradient(outGrad, node) {
        return [negate(toTies(this, outGrad, node.inputs[0], node))];
      },
    },
    'min-counts-ties-twice': {
      breaks: 'ties',
      says: 'Every entry that ties for the smallest gets all of outGrad.',
      hint: 'If all entries that tie shrink by 1, by how much does their minimum shrink?',
      gradient(outGrad, node) {
        return [toTies(this, outGrad, node.inputs[0], node)];
      },
    },
    'min-forgets-the-cotangent': {
      says: 'The shares are returned, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient(_, node) {
        const ties = tiesOf(this, node.inputs[0], node);
        return [divide(ties, summation(ties, this.axes, true))];
      },
    },
    'min-looks-for-the-largest': {
      says: 'The largest entries get outGrad.',
      hint: 'Which entry is the output?',
      gradient(outGrad, { inputs: [x] }) {
        return [toTies(this, outGrad, x, max(x, this.axes, true))];
      },
    },
  }),
  ...rules<Sort, One>('sort', {
    'sort-passes-through': {
      says: 'outGrad stays in sorted order.',
      hint: 'Each outGrad goes back to where its entry came from.',
      gradient: (outGrad) => [mulScalar(outGrad, 1)],
    },
    'sort-sorts-the-cotangent': {
      says: 'outGrad is sorted by its own size.',
      hint: 'It is the entries of the input that say where each outGrad goes.',
      gradient(outGrad) {
        return [sort(outGrad, this.axis, this.descending)];
      },
    },
    'sort-goes-back-in-the-other-direction': {
      says: 'outGrad is put back as if the other direction had been sorted.',
      hint: 'Does the first outGrad belong to the smallest entry, or to the largest?',
      gradient(outGrad, node) {
        return [unsort(outGrad, node.inputs[0], this.axis, !this.descending)];
      },
    },
    'sort-sums-along-the-axis': {
      says: 'outGrad is summed along the axis and given to every entry.',
      hint: 'Sorting moves entries; it adds nothing up.',
      gradient(outGrad) {
        return [broadcastTo(summation(outGrad, this.axis, true), outGrad.shape)];
      },
    },
  }),
];
