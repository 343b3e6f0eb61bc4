/** ATen ops of sums, products and neural networks. */
import { at } from '../../case/at.js';
import { allAxes, sizeOf } from '../../case/shape.js';
import type { Entries, Entry, Node, Value } from '../node.js';
import { affine, besideChannels, scaled } from './shared.js';

type Reduction = 'summation' | 'mean' | 'max' | 'min' | 'logsumexp' | 'prod' | 'norm';

const reduced =
  (op: Reduction): Entry =>
  (n) =>
    n.add({ op, axes: n.axes('dim'), keepdims: n.flag('keepdim') }, n.value('self'));

const euclidean =
  (order: string): Entry =>
  (n) => {
    n.only(n.number(order, 2) === 2, 'it is not the Euclidean norm');
    return reduced('norm')(n);
  };

const spreadOf =
  (op: 'var' | 'std'): Entry =>
  (n) => {
    const unbiased = n.isNull('unbiased') || n.flag('unbiased');
    const correction = n.number('correction', Number(unbiased));
    return n.add({ op, axes: n.axes('dim'), keepdims: n.flag('keepdim'), correction }, n.value('self'));
  };

const normalized =
  (op: 'softmax' | 'logsoftmax'): Entry =>
  (n) =>
    n.add({ op, axes: n.number('dim') }, n.value('self'));

const matmul =
  (left: string, right: string): Entry =>
  (n) =>
    n.add({ op: 'matmul' }, n.value(left), n.value(right));

/** beta · self + alpha · left · right */
const added =
  (left: string, right: string): Entry =>
  (n) => {
    const product = scaled(n, n.add({ op: 'matmul' }, n.value(left), n.value(right)), n.number('alpha', 1));
    const beta = n.number('beta', 1);
    return beta === 0 ? product : n.add({ op: 'add' }, product, scaled(n, n.value('self'), beta));
  };

function linear(n: Node): Value {
  const turned = n.add({ op: 'transpose', axes: null }, n.value('weight'));
  return affine(n, n.add({ op: 'matmul' }, n.value('input'), turned), undefined, n.optional('bias'));
}

/** Only the result; mean and 1/σ are for the backward pass. */
const layerNorm: Entry = (n) => {
  const [input, weight, bias] = [n.value('input'), n.optional('weight'), n.optional('bias')];
  const eps = n.number('eps', 1e-5);
  if (weight !== undefined && bias !== undefined)
    return [n.add({ op: 'affine_layer_norm', eps }, input, weight, bias)];
  const axes = n.numbers('normalized_shape').map((_, index) => -1 - index);
  return [affine(n, n.add({ op: 'layer_norm', axes, eps }, input), weight, bias)];
};

const groupNorm: Entry = (n) => {
  const [weight, bias] = [n.optional('weight'), n.optional('bias')];
  const groups = n.number(n.isNull('group') ? 'num_groups' : 'group');
  n.only(weight !== undefined && bias !== undefined, 'it has no weight or no bias');
  return weight && bias
    ? [n.add({ op: 'group_norm', groups, eps: n.number('eps', 1e-5) }, n.value('input'), weight, bias)]
    : [];
};

/** With the statistics of the batch, or with those that were found in training. */
const batchNorm =
  (training: (n: Node) => boolean): Entry =>
  (n) => {
    const [input, eps] = [n.value('input'), n.number('eps')];
    const rank = input.shape.length;
    const [weight, bias] = [n.optional('weight'), n.optional('bias')];
    if (training(n)) {
      if (weight && bias) return [n.add({ op: 'affine_batch_norm', eps }, input, weight, bias)];
      const hat = n.add({ op: 'batch_norm', eps }, input);
      return [affine(n, hat, besideChannels(n, weight, rank), besideChannels(n, bias, rank))];
    }
    const mean = n.reshaped(n.value('running_mean'), [
      ...n.value('running_mean').shape,
      ...Array<number>(rank - 2).fill(1),
    ]);
    const variance = n.add({ op: 'add_scalar', scalar: eps }, n.value('running_var'));
    const scale = besideChannels(n, n.add({ op: 'power_scalar', scalar: -0.5 }, variance), rank);
    const hat = affine(n, n.add({ op: 'subtract' }, input, mean), scale, undefined);
    return [affine(n, hat, besideChannels(n, weight, rank), besideChannels(n, bias, rank))];
  };

/** softmax(q·kᵀ · scale + mask)·v */
const attention: Entry = (n) => {
  n.only(n.number('dropout_p', 0) === 0, 'it drops entries');
  n.only(!n.flag('enable_gqa'), 'several queries share a key');
  const [query, mask] = [n.value('query'), n.optional('attn_mask')];
  const usual = at(query.shape, query.shape.length - 1) ** -0.5;
  const queries = scaled(n, query, n.number('scale', usual) / usual);
  const args = [queries, n.value('key'), n.value('value'), ...(mask === undefined ? [] : [mask])];
  return [n.add({ op: 'attention', causal: n.flag('is_causal') }, ...args)];
};

const pair = (numbers: readonly number[]): [number, number] => [at(numbers, 0), numbers[1] ?? at(numbers, 0)];

/** Of images (batch, channels, rows, columns); programs have channels last. */
function convolution(n: Node): Value {
  const input = n.value('input');
  n.only(input.shape.length === 4, 'its images have not two axes');
  const images = n.add({ op: 'permute', axes: [0, 2, 3, 1] }, input);
  const transposed = n.flag('transposed');
  const kernel = n.add({ op: 'permute', axes: [2, 3, 1, 0] }, n.value('weight'));
  const how = {
    stride: pair(n.numbers('stride')),
    padding: pair(n.numbers('padding')),
    dilation: pair(n.numbers('dilation')),
    groups: n.number('groups', 1),
  };
  const made = transposed
    ? n.add(
        { op: 'conv_transpose', ...how, outputPadding: pair(n.numbers('output_padding')) },
        images,
        kernel,
      )
    : n.add({ op: 'conv_general', ...how }, images, kernel);
  const bias = n.optional('bias');
  return n.add({ op: 'permute', axes: [0, 3, 1, 2] }, affine(n, made, undefined, bias));
}

/** Square windows without padding. */
const pooled =
  (op: 'avg_pool' | 'max_pool'): Entry =>
  (n) => {
    const [kernel, other] = pair(n.numbers('kernel_size'));
    const strides =
      n.isNull('stride') || n.list('stride').length === 0 ? [kernel, other] : n.numbers('stride');
    const [stride, otherStride] = pair(strides);
    n.only(kernel === other && stride === otherStride, 'its windows are not square');
    n.only(n.isNull('padding') || n.numbers('padding').every((each) => each === 0), 'it pads');
    n.only(!n.flag('ceil_mode'), 'it rounds up the number of windows');
    const images = n.add({ op: 'permute', axes: [0, 2, 3, 1] }, n.value('self'));
    return [n.add({ op: 'permute', axes: [0, 3, 1, 2] }, n.add({ op, kernel, stride }, images))];
  };

/** Minus the mean, or the sum, of one entry of each row. */
const negativeLogLikelihood: Entry = (n) => {
  const { data } = n.known('target');
  const self = n.value('self');
  n.only(n.isNull('weight') && self.shape.length === 2, 'it has weights, or more than rows');
  n.only(!data.includes(n.number('ignore_index', -100)), 'it ignores rows');
  const reduction = n.number('reduction', 1);
  n.only(reduction === 1 || reduction === 2, 'it is not reduced');
  const chosen = n.add({ op: 'gather', axis: 1, index: data, indexShape: [data.length, 1] }, self);
  const op = reduction === 1 ? 'mean' : 'summation';
  return [n.add({ op: 'negate' }, n.add({ op, axes: null, keepdims: false }, chosen))];
};

const meanSquare: Entry = (n) => {
  const [self, target] = [n.value('self'), n.value('target')];
  n.only(n.number('reduction', 1) === 1, 'it is not the mean');
  return n.add({ op: 'mse_loss' }, self, target);
};

/** Each window is one entry, or all of them. */
const adaptive: Entry = (n) => {
  const self = n.value('self');
  n.only(sizeOf(n.numbers('output_size')) === 1, 'it makes more than one entry per channel');
  return n.add({ op: 'mean', axes: allAxes(self.shape.length).slice(-2), keepdims: true }, self);
};

export const network: Entries = {
  'aten.sum': reduced('summation'),
  'aten.mean': reduced('mean'),
  'aten.amax': reduced('max'),
  'aten.amin': reduced('min'),
  'aten.max': (n) => [reduced('max')(n)].flat(),
  'aten.min': (n) => [reduced('min')(n)].flat(),
  'aten.logsumexp': reduced('logsumexp'),
  'aten.prod': reduced('prod'),
  'aten.norm': euclidean('p'),
  'aten.linalg_vector_norm': euclidean('ord'),
  'aten.var': spreadOf('var'),
  'aten.std': spreadOf('std'),
  'aten.cumsum': (n) => n.add({ op: 'cumsum', axis: n.number('dim') }, n.value('self')),
  'aten.cumprod': (n) => n.add({ op: 'cumprod', axis: n.number('dim') }, n.value('self')),
  'aten._softmax': normalized('softmax'),
  'aten.softmax': normalized('softmax'),
  'aten._log_softmax': normalized('logsoftmax'),
  'aten.log_softmax': normalized('logsoftmax'),
  'aten.mm': matmul('self', 'mat2'),
  'aten.bmm': matmul('self', 'mat2'),
  'aten.mv': matmul('self', 'vec'),
  'aten.dot': matmul('self', 'tensor'),
  'aten.matmul': matmul('self', 'other'),
  'aten.addmm': added('mat1', 'mat2'),
  'aten.baddbmm': added('batch1', 'batch2'),
  'aten.linear': linear,
  'aten.native_layer_norm': layerNorm,
  'aten.layer_norm': layerNorm,
  'aten.native_group_norm': groupNorm,
  'aten.native_batch_norm': batchNorm((n) => n.flag('training')),
  'aten._native_batch_norm_legit': batchNorm((n) => n.flag('training')),
  'aten._native_batch_norm_legit_no_training': batchNorm(() => false),
  'aten.scaled_dot_product_attention': attention,
  'aten._scaled_dot_product_flash_attention_for_cpu': attention,
  'aten._scaled_dot_product_efficient_attention': attention,
  'aten.convolution': convolution,
  'aten.avg_pool2d': pooled('avg_pool'),
  'aten.max_pool2d_with_indices': pooled('max_pool'),
  'aten._adaptive_avg_pool2d': adaptive,
  'aten.nll_loss_forward': negativeLogLikelihood,
  'aten.mse_loss': meanSquare,
};
