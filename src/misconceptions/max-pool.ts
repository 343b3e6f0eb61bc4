/** Wrong rules of the max pool. */
import {
  add,
  broadcastTo,
  divide,
  type MaxPool,
  maskOfPair,
  max,
  multiply,
  type One,
  type Run,
  type Shape,
  slice,
  type Tensor,
  unslice,
  zeros,
} from '../engine/index.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

/** For each place in a window, the runs that read it in all windows. */
function placesOf({ kernel, stride }: MaxPool, [n, rows, columns, channels]: Shape): Run[][] {
  const run = (first: number, step: number, count: number | undefined) => ({
    first,
    step,
    count: count as number,
  });
  return Array.from({ length: kernel * kernel }, (_, place) => [
    run(0, 1, n),
    run(Math.floor(place / kernel), stride, rows),
    run(place % kernel, stride, columns),
    run(0, 1, channels),
  ]);
}

const seenAt = (images: Tensor, runs: readonly Run[]): Tensor =>
  slice(
    images,
    runs.map(({ first }) => first),
    runs.map(({ first, step, count }) => first + step * (count - 1) + 1),
    runs.map(({ step }) => step),
  );

const isEqual = (x: Tensor, y: Tensor): Tensor => maskOfPair(x, y, (a, b) => (a === b ? 1 : 0));

/** Each place of each window gets its share, added up where windows overlap. */
const spread = (images: Tensor, places: readonly Run[][], share: (seen: Tensor) => Tensor): Tensor =>
  places
    .map((runs) => unslice(share(seenAt(images, runs)), images.shape, runs))
    .reduce(add, zeros(images.shape, { dtype: images.dtype }));

export const maxPooling = [
  ...rules<MaxPool, One>('max_pool', {
    'max-pool-counts-ties-twice': {
      breaks: 'ties',
      says: 'Every entry of a window that ties for the largest gets all of outGrad.',
      hint: 'If all entries that tie grow by 1, by how much does their maximum grow?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [spread(x, placesOf(this, node.shape), (seen) => multiply(outGrad, isEqual(seen, node)))];
      },
    },
    'max-pool-gives-everything-to-all': {
      says: 'Every entry of a window gets outGrad, as in a sum.',
      hint: 'Only the largest entry of a window is in the output.',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [spread(x, placesOf(this, node.shape), () => outGrad)];
      },
    },
    'max-pool-gives-all-to-the-corner': {
      says: 'The first entry of each window gets outGrad, wherever the largest is.',
      hint: 'Which entry of the window is the output?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [spread(x, placesOf(this, node.shape).slice(0, 1), () => outGrad)];
      },
    },
    'max-pool-looks-over-the-whole-image': {
      says: 'outGrad reaches the largest entry of the whole image only, not that of each window.',
      hint: 'An entry that is small may be the largest of its window.',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const isLargest = isEqual(node, broadcastTo(max(node, [1, 2], true), node.shape));
        return [
          spread(x, placesOf(this, node.shape), (seen) =>
            multiply(multiply(outGrad, isLargest), isEqual(seen, node)),
          ),
        ];
      },
    },
    'max-pool-averages-the-overlap': {
      says: 'An entry that is the largest of several windows gets the mean of their outGrads.',
      hint: 'If an entry that is in two outputs grows, how much do both grow together?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const places = placesOf(this, node.shape);
        const total = spread(x, places, (seen) => multiply(outGrad, isEqual(seen, node)));
        const count = spread(x, places, (seen) => isEqual(seen, node));
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
        const [x] = node.inputs;
        return [spread(x, placesOf(this, node.shape), (seen) => isEqual(seen, node))];
      },
    },
  }),
];
