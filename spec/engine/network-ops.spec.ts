/** Ops of networks that are given in other words, too: as other ops, or as each other's adjoints. */
import { describe, expect, it } from 'vitest';
import {
  affineBatchNorm,
  affineLayerNorm,
  conv,
  convGeneral,
  convTranspose,
  groupNorm,
  indexPut,
  multiply,
  ones,
  reshape,
  rmsNorm,
  type Shape,
  scatterAdd,
  summation,
  Tensor,
  tensor,
  zeros,
} from '../../src/engine/index.js';
import { decimals } from './central-differences.js';

const filled = (shape: Shape, from = -1): Tensor => Tensor.fromData(decimals(shape, from));
const numbers = (a: Tensor): number[] => [...a.toData().data];
const total = (a: Tensor): number => numbers(summation(a))[0] as number;

function expectEqual(a: Tensor, b: Tensor): void {
  expect(a.shape).toEqual(b.shape);
  const expected = numbers(b);
  numbers(a).forEach((entry, i) => {
    expect(entry).toBeCloseTo(expected[i] as number, 12);
  });
}

describe('conv_general', () => {
  it('with one stride and padding, no dilation and one group is conv', () => {
    const [images, weight] = [filled([2, 4, 5, 2]), filled([2, 3, 2, 3], 0.2)];
    const general = convGeneral(images, weight, { stride: [2, 2], padding: [1, 1] });
    expectEqual(general, conv(images, weight, 2, 1));
  });

  it('with groups is a convolution for each group', () => {
    const [images, weight] = [filled([1, 3, 3, 2]), filled([2, 2, 1, 2], 0.2)];
    const whole = numbers(convGeneral(images, weight, { groups: 2 }));
    const every = (a: Tensor, of: number, shape: Shape) =>
      Tensor.fromData({ dtype: 'float64', shape, data: numbers(a).filter((_, at) => at % 2 === of) });
    for (const group of [0, 1]) {
      const alone = convGeneral(every(images, group, [1, 3, 3, 1]), every(weight, group, [2, 2, 1, 1]));
      expect(whole.filter((_, at) => at % 2 === group)).toEqual(numbers(alone));
    }
  });

  it('and conv_transpose are adjoint: ⟨conv x, y⟩ = ⟨x, transpose y⟩', () => {
    const sliding = { stride: [2, 1], padding: [1, 0], dilation: [1, 2], groups: 2 } as const;
    const [x, weight] = [filled([2, 4, 4, 4]), filled([3, 2, 2, 2], 0.2)];
    const forward = convGeneral(x, weight, sliding);
    const y = filled(forward.shape, -0.4);
    const back = convTranspose(y, weight, { ...sliding, outputPadding: [1, 0] });
    expect(back.shape).toEqual(x.shape);
    expect(total(multiply(forward, y))).toBeCloseTo(total(multiply(x, back)), 10);
  });
});

describe('norms with a weight and a bias', () => {
  const x = filled([2, 4, 3]);
  const [weight, bias] = [filled([4], 0.3), filled([4], -0.2)];

  it('of one group of channels, or over a batch of one, are each other', () => {
    const one = filled([1, 4, 3]);
    expectEqual(groupNorm(one, weight, bias, 4, 0.5), affineBatchNorm(one, weight, bias, 0.5));
    const [flat, last] = [reshape(x, [2, 12]), [ones([12]), zeros([12])] as const];
    const all = groupNorm(x, ones([4]), zeros([4]), 1, 0.5);
    expectEqual(reshape(all, [2, 12]), affineLayerNorm(flat, ...last, 0.5));
  });

  it('of entries whose mean is 0: the root mean square is the deviation', () => {
    const centred = tensor([[1, -1], [-3, 3]]); // biome-ignore format: one row
    const scale = tensor([2, 5]);
    expectEqual(rmsNorm(centred, scale, 0.5), affineLayerNorm(centred, scale, zeros([2]), 0.5));
  });
});

describe('shapes that do not fit', () => {
  const five = zeros([5]);
  const images = zeros([1, 3, 3, 2]);

  it.each([
    [
      'scatter_add: a source of shape (2, 1) does not fit a base of shape (5,); the ranks must be equal',
      () => scatterAdd(five, zeros([2, 1]), 0, [0, 0]),
    ],
    ['scatter_add: index 5 is outside 0 … 4', () => scatterAdd(five, zeros([1]), 0, [5])],
    [
      'index_put: index 1 stands there twice, so that two rows would take one place; use scatter_add',
      () => indexPut(five, zeros([2]), [1, 1]),
    ],
    [
      'index_put: 1 indices into a base of shape (5,) need rows of shape (1,), got (2,)',
      () => indexPut(five, zeros([2]), [1]),
    ],
    [
      'conv_general: weights have the shape (height, width, channels in / groups, channels out), with 2 channels in, 2 groups',
      () => convGeneral(images, zeros([2, 2, 2, 2]), { groups: 2 }),
    ],
    [
      'conv_general: a window of 2 entries, 3 apart, does not fit 3 entries with padding 0 along axis 1',
      () => convGeneral(images, zeros([2, 2, 2, 2]), { dilation: [3, 1] }),
    ],
    [
      'conv_transpose: an output padding must be less than its stride, got 1 for a stride of 1',
      () => convTranspose(images, zeros([2, 2, 2, 2]), { outputPadding: [1, 0] }),
    ],
    [
      'conv_transpose: padding 2 takes all 4 entries that a window of 2 makes of 3 along axis 1',
      () => convTranspose(images, zeros([2, 2, 2, 2]), { padding: [2, 0] }),
    ],
    [
      'group_norm: 2 channels cannot be cut into 3 groups',
      () => groupNorm(zeros([1, 2]), ones([2]), ones([2]), 3),
    ],
    [
      'affine_batch_norm: the weight has an entry for each of the 2 channels, got shape (3,)',
      () => affineBatchNorm(zeros([1, 2]), ones([3]), ones([3])),
    ],
    [
      'affine_layer_norm: weight and bias have one shape, got (2,) and (1,)',
      () => affineLayerNorm(zeros([1, 2]), ones([2]), ones([1])),
    ],
    [
      'rms_norm: the weight has the shape of the last axes of the input',
      () => rmsNorm(zeros([1, 2]), ones([])),
    ],
  ])('are named: %s', (message, run) => {
    expect(run).toThrow(message);
  });
});
