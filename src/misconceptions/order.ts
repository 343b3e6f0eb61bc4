/** Wrong rules of ops that pick entries by their size. */
import {
  broadcastTo,
  divide,
  type Max,
  type Min,
  maskOfPair,
  max,
  min,
  mulScalar,
  multiply,
  negate,
  type One,
  reduceShape,
  reshape,
  type Shape,
  type Sort,
  sizeOf,
  sort,
  summation,
  type Tensor,
  unsort,
} from '../engine/index.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

/** A reduced tensor at the shape of what it was reduced from. */
const alongRuns = (reduced: Tensor, kept: Shape, shape: Shape): Tensor =>
  broadcastTo(reshape(reduced, kept), shape);

/** 1 where an entry equals the extreme of its run. */
const tiesOf = (x: Tensor, extreme: Tensor, kept: Shape): Tensor =>
  maskOfPair(x, alongRuns(extreme, kept, x.shape), (entry, most) => (entry === most ? 1 : 0));

export const ordering = [
  ...rules<Max, One>('max', {
    'max-counts-ties-twice': {
      breaks: 'ties',
      says: 'Every entry that ties for the largest gets all of outGrad.',
      hint: 'If all entries that tie grow by 1, by how much does their maximum grow?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        return [multiply(alongRuns(outGrad, kept, x.shape), tiesOf(x, node, kept))];
      },
    },
    'max-gives-everything-to-all': {
      says: 'All entries get outGrad, as in a sum.',
      hint: 'Only the largest entry is in the output.',
      gradient(outGrad, { inputs: [x] }) {
        return [alongRuns(outGrad, reduceShape(x.shape, this.axes, true, this.name), x.shape)];
      },
    },
    'max-looks-for-the-smallest': {
      says: 'The smallest entries get outGrad.',
      hint: 'Which entry is the output?',
      gradient(outGrad, { inputs: [x] }) {
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        return [multiply(alongRuns(outGrad, kept, x.shape), tiesOf(x, min(x, this.axes, true), kept))];
      },
    },
    'max-looks-over-everything': {
      says: 'Only the largest entry of the whole array gets outGrad, not the largest of each run.',
      hint: 'Each run along the axes has a maximum of its own.',
      gradient(outGrad, { inputs: [x] }) {
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        const ties = maskOfPair(x, broadcastTo(max(x), x.shape), (entry, most) => (entry === most ? 1 : 0));
        return [multiply(alongRuns(outGrad, kept, x.shape), ties)];
      },
    },
    'max-shares-among-all': {
      says: 'outGrad is divided by the number of all entries of a run, not of those that tie.',
      hint: 'How many entries share the maximum?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        const count = sizeOf(x.shape) / sizeOf(kept);
        return [mulScalar(multiply(alongRuns(outGrad, kept, x.shape), tiesOf(x, node, kept)), 1 / count)];
      },
    },
  }),
  ...rules<Min, One>('min', {
    'min-flips-the-sign': {
      says: 'The sign is flipped, as min x = −max(−x) might suggest.',
      hint: 'There are two signs in −max(−x).',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        return [negate(multiply(alongRuns(outGrad, kept, x.shape), tiesOf(x, node, kept)))];
      },
    },
    'min-counts-ties-twice': {
      breaks: 'ties',
      says: 'Every entry that ties for the smallest gets all of outGrad.',
      hint: 'If all entries that tie shrink by 1, by how much does their minimum shrink?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        return [multiply(alongRuns(outGrad, kept, x.shape), tiesOf(x, node, kept))];
      },
    },
    'min-forgets-the-cotangent': {
      says: 'The shares are returned, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient(_, node) {
        const [x] = node.inputs;
        const ties = tiesOf(x, node, reduceShape(x.shape, this.axes, true, this.name));
        return [divide(ties, summation(ties, this.axes, true))];
      },
    },
    'min-looks-for-the-largest': {
      says: 'The largest entries get outGrad.',
      hint: 'Which entry is the output?',
      gradient(outGrad, { inputs: [x] }) {
        const kept = reduceShape(x.shape, this.axes, true, this.name);
        return [multiply(alongRuns(outGrad, kept, x.shape), tiesOf(x, max(x, this.axes, true), kept))];
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
