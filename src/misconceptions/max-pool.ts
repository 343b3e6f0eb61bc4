/** Wrong rules of the max pool. */
import {
  add,
  broadcastTo,
  divide,
  maskOfPair,
  max,
  multiply,
  type Node,
  type One,
  type Tensor,
  zeros,
} from '../engine/index.js';
import { unslice } from '../engine/ops/indexing.js';
import type { MaxPool } from '../engine/ops/pool.js';
import { placesOf, seenAt } from '../engine/ops/windows.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

const isEqual = (x: Tensor, y: Tensor): Tensor => maskOfPair(x, y, (a, b) => (a === b ? 1 : 0));

/** Each place of each window gets its share, added up where windows overlap. @param count of the places; default: all */
const spread = (
  { kernel, stride }: MaxPool,
  { shape, inputs: [images] }: Node<One>,
  share: (seen: Tensor) => Tensor,
  count?: number,
): Tensor =>
  placesOf(kernel, stride, shape)
    .slice(0, count)
    .map((runs) => unslice(share(seenAt(images, runs)), images.shape, runs))
    .reduce(add, zeros(images.shape, { dtype: images.dtype }));

export const maxPooling = [
  ...rules<MaxPool, One>('max_pool', {
    'max-pool-counts-ties-twice': {
      breaks: 'ties',
      says: 'Every entry of a window that ties for the largest gets all of outGrad.',
      hint: 'If all entries that tie grow by 1, by how much does their maximum grow?',
      gradient(outGrad, node) {
        return [spread(this, node, (seen) => multiply(outGrad, isEqual(seen, node)))];
      },
    },
    'max-pool-gives-everything-to-all': {
      says: 'Every entry of a window gets outGrad, as in a sum.',
      hint: 'Only the largest entry of a window is in the output.',
      gradient(outGrad, node) {
        return [spread(this, node, () => outGrad)];
      },
    },
    'max-pool-gives-all-to-the-corner': {
      says: 'The first entry of each window gets outGrad, wherever the largest is.',
      hint: 'Which entry of the window is the output?',
      gradient(outGrad, node) {
        return [spread(this, node, () => outGrad, 1)];
      },
    },
    'max-pool-looks-over-the-whole-image': {
      says: 'outGrad reaches the largest entry of the whole image only, not that of each window.',
      hint: 'An entry that is small may be the largest of its window.',
      gradient(outGrad, node) {
        const isLargest = isEqual(node, broadcastTo(max(node, [1, 2], true), node.shape));
        const share = (seen: Tensor) => multiply(multiply(outGrad, isLargest), isEqual(seen, node));
        return [spread(this, node, share)];
      },
    },
    'max-pool-averages-the-overlap': {
      says: 'An entry that is the largest of several windows gets the mean of their outGrads.',
      hint: 'If an entry that is in two outputs grows, how much do both grow together?',
      gradient(outGrad, node) {
        const total = spread(this, node, (seen) => multiply(outGrad, isEqual(seen, node)));
        const count = spread(this, node, (seen) => isEqual(seen, node));
        return [
          divide(
            total,
            maskOfPair(count, count, (a) => Math.max(a, 1)),
          ),
        ];
      },
    },
    'max-pool-forgets-the-cotangent': {
      says: 'The gradient is 1 for the largest entries, whatever outGrad is.',
      hint: 'If outGrad doubles, what does the gradient do?',
      gradient(_, node) {
        return [spread(this, node, (seen) => isEqual(seen, node))];
      },
    },
  }),
];
