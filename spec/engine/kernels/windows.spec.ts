import { describe, expect, test } from 'vitest';
import { convGeneralShape, convTransposeShape } from '../../../src/case/windows.js';
import {
  allocate,
  convGeneral,
  NDArray,
  ones,
  type Shape,
  sizeOf,
  tensor,
} from '../../../src/engine/index.js';
import { correlate, uncorrelate } from '../../../src/engine/kernels/conv-general.js';
import { uniform } from '../../../src/engine/kernels/random.js';
import { correlateByTerms, uncorrelateByTerms } from '../../../src/engine/kernels/terms.js';

const draw = uniform(3);

/** Numbers from 0 to 1 in float32, so that roundings show whichever dtype terms are added in. */
const drawn = (shape: Shape): NDArray =>
  new NDArray('float32', shape, allocate('float32', sizeOf(shape)).map(draw) as Float32Array);

describe.each([
  { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1 },
  { stride: [2, 1], padding: [1, 2], dilation: [1, 2], groups: 1 },
  { stride: [1, 3], padding: [2, 4], dilation: [2, 1], groups: 2 },
  { stride: [2, 2], padding: [1, 0], dilation: [1, 1], groups: 4 },
] as const)(
  'windows with stride $stride, padding $padding, dilation $dilation and $groups groups',
  (sliding) => {
    const weight = drawn([3, 2, 2, 2 * sliding.groups]);

    test('add up the same terms in the same order as loops over all of them', () => {
      const images = drawn([9, 9, 8, 2 * sliding.groups]);
      const shape = convGeneralShape(images.shape, weight.shape, sliding);
      expect(correlate(images, weight, shape, sliding)).toEqual(
        correlateByTerms(images, weight, shape, sliding),
      );
    });

    test('are taken back in the same order, too', () => {
      const out = drawn([9, 7, 6, 2 * sliding.groups]);
      const shape = convTransposeShape(out.shape, weight.shape, { ...sliding, outputPadding: [0, 0] });
      expect(uncorrelate(out, weight, shape, sliding)).toEqual(
        uncorrelateByTerms(out, weight, shape, sliding),
      );
    });
  },
);

test('an infinite weight does not meet the zeros around an image', () => {
  const weight = tensor([[[[Number.POSITIVE_INFINITY]], [[1]]]]);
  const padded = convGeneral(ones([1, 1, 1, 1]), weight, { padding: [0, 1] });
  expect(padded.toArray()).toEqual([[[[1], [Number.POSITIVE_INFINITY]]]]);
});
