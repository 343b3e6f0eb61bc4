/** The function of every op in the vocabulary, which a step of a program calls. */
import type { OpName, Step, StepOf } from '../../case/vocabulary.js';
import type { Tensor } from '../tensor/tensor.js';
import * as activations from './activations.js';
import { attention, rope } from './attention.js';
import * as choice from './choice.js';
import { conv } from './conv.js';
import { convGeneral, convTranspose } from './conv-general.js';
import { einsum } from './einsum.js';
import * as elementwise from './elementwise.js';
import * as exponential from './exponential.js';
import { embedding, gather, indexPut, scatterAdd } from './gather.js';
import * as indexing from './indexing.js';
import * as joining from './joining.js';
import * as lengths from './lengths.js';
import * as losses from './losses.js';
import { matmul } from './matmul.js';
import { mean } from './mean.js';
import * as norms from './norms.js';
import * as order from './order.js';
import { avgPool, maxPool } from './pool.js';
import * as products from './products.js';
import * as shape from './shape.js';
import * as sizes from './sizes.js';
import { logsoftmax, logsumexp, softmax } from './stable.js';
import * as statistics from './statistics.js';
import * as transcendental from './transcendental.js';

type TensorsFor<Args extends readonly unknown[]> = { readonly [K in keyof Args]: Tensor };

type StepFunction<Name extends OpName> = (
  args: TensorsFor<StepOf<Name>['args']>,
  step: StepOf<Name>,
) => Tensor;

export type Functions = { readonly [Name in OpName]: StepFunction<Name> };

export const functions: Functions = {
  add: ([a, b]) => elementwise.add(a, b),
  subtract: ([a, b]) => elementwise.subtract(a, b),
  multiply: ([a, b]) => elementwise.multiply(a, b),
  divide: ([a, b]) => elementwise.divide(a, b),
  power: ([a, b]) => exponential.power(a, b),
  maximum: ([a, b]) => elementwise.maximum(a, b),
  minimum: ([a, b]) => elementwise.minimum(a, b),
  add_scalar: ([a], { scalar }) => elementwise.addScalar(a, scalar),
  mul_scalar: ([a], { scalar }) => elementwise.mulScalar(a, scalar),
  divide_scalar: ([a], { scalar }) => elementwise.divideScalar(a, scalar),
  power_scalar: ([a], { scalar }) => exponential.powerScalar(a, scalar),
  negate: ([a]) => elementwise.negate(a),
  exp: ([a]) => exponential.exp(a),
  log: ([a]) => exponential.log(a),
  sqrt: ([a]) => exponential.sqrt(a),
  sin: ([a]) => exponential.sin(a),
  cos: ([a]) => exponential.cos(a),
  tanh: ([a]) => exponential.tanh(a),
  sigmoid: ([a]) => exponential.sigmoid(a),
  relu: ([a]) => elementwise.relu(a),
  abs: ([a]) => elementwise.abs(a),
  where: ([a, b], { condition }) => choice.where(condition, a, b),
  clip: ([a], { min, max }) => choice.clip(a, min, max),
  softplus: ([a]) => activations.softplus(a),
  logaddexp: ([a, b]) => activations.logaddexp(a, b),
  gelu: ([a], { approximate }) => activations.gelu(a, approximate),
  silu: ([a]) => activations.silu(a),
  hardswish: ([a]) => activations.hardswish(a),
  erf: ([a]) => activations.erf(a),
  expm1: ([a]) => transcendental.expm1(a),
  log1p: ([a]) => transcendental.log1p(a),
  atan2: ([a, b]) => transcendental.atan2(a, b),
  max: ([a], { axes, keepdims }) => order.max(a, axes, keepdims),
  min: ([a], { axes, keepdims }) => order.min(a, axes, keepdims),
  var: ([a], { axes, keepdims, correction }) => statistics.variance(a, axes, keepdims, correction),
  cumsum: ([a], { axis }) => statistics.cumsum(a, axis),
  std: ([a], { axes, keepdims, correction }) => lengths.std(a, axes, keepdims, correction),
  norm: ([a], { axes, keepdims }) => lengths.norm(a, axes, keepdims),
  prod: ([a], { axes, keepdims }) => products.prod(a, axes, keepdims),
  cumprod: ([a], { axis }) => products.cumprod(a, axis),
  sort: ([a], { axis, descending }) => order.sort(a, axis, descending),
  dropout: ([a], { p, mask }) => choice.dropoutWith(a, p, mask),
  cross_entropy: ([a], { labels }) => losses.crossEntropy(a, labels),
  mse_loss: ([a, b]) => losses.mseLoss(a, b),
  layer_norm: ([a], { axes, eps }) => statistics.layerNorm(a, axes, eps),
  batch_norm: ([a], { eps }) => statistics.batchNorm(a, eps),
  detach: ([a]) => a.detach(),
  transpose: ([a], { axes }) => shape.transpose(a, axes),
  permute: ([a], { axes }) => shape.permute(a, axes),
  reshape: ([a], step) => shape.reshape(a, step.shape),
  broadcast_to: ([a], step) => shape.broadcastTo(a, step.shape),
  summation: ([a], { axes, keepdims }) => shape.summation(a, axes, keepdims),
  mean: ([a], { axes, keepdims }) => mean(a, axes, keepdims),
  logsumexp: ([a], { axes, keepdims }) => logsumexp(a, axes, keepdims),
  softmax: ([a], { axes }) => softmax(a, axes),
  logsoftmax: ([a], { axes }) => logsoftmax(a, axes),
  matmul: ([a, b]) => matmul(a, b),
  stack: (args, { axis }) => joining.stack(args, axis),
  concat: (args, { axis }) => joining.concat(args, axis),
  split: ([a], { axis, index }) => joining.tupleGetItem(joining.split(a, axis), index),
  flip: ([a], { axes }) => indexing.flip(a, axes),
  dilate: ([a], { axes, dilation }) => indexing.dilate(a, axes, dilation),
  undilate: ([a], { axes, dilation }) => indexing.undilate(a, axes, dilation),
  pad: ([a], { padding }) => indexing.pad(a, padding),
  slice: ([a], { starts, stops, steps }) => indexing.slice(a, starts, stops, steps),
  squeeze: ([a], { axes }) => sizes.squeeze(a, axes),
  unsqueeze: ([a], { axes }) => sizes.unsqueeze(a, axes),
  expand: ([a], step) => sizes.expand(a, step.shape),
  gather: ([a], { axis, index, indexShape }) => gather(a, axis, index, indexShape),
  embedding: ([a], { indices, indicesShape }) => embedding(a, indices, indicesShape),
  scatter_add: ([a, b], { axis, index }) => scatterAdd(a, b, axis, index),
  index_put: ([a, b], { indices }) => indexPut(a, b, indices),
  einsum: (args, { equation }) => einsum(equation, args),
  conv: ([a, b], { stride, padding }) => conv(a, b, stride, padding),
  avg_pool: ([a], { kernel, stride }) => avgPool(a, kernel, stride),
  max_pool: ([a], { kernel, stride }) => maxPool(a, kernel, stride),
  conv_general: ([a, b], step) => convGeneral(a, b, step),
  conv_transpose: ([a, b], step) => convTranspose(a, b, step),
  affine_layer_norm: ([a, b, c], { eps }) => norms.affineLayerNorm(a, b, c, eps),
  affine_batch_norm: ([a, b, c], { eps }) => norms.affineBatchNorm(a, b, c, eps),
  group_norm: ([a, b, c], { groups, eps }) => norms.groupNorm(a, b, c, groups, eps),
  rms_norm: ([a, b], { eps }) => norms.rmsNorm(a, b, eps),
  attention: ([a, b, c, mask], { causal }) =>
    attention(a, b as Tensor, c as Tensor, { causal, ...(mask !== undefined && { mask }) }),
  rope: ([a], step) => rope(a, step),
};

/** Runs one step on its arguments. */
export function apply(step: Step, args: readonly Tensor[], table: Functions = functions): Tensor {
  // The table is typed op by op; here the step's op is known only at run time.
  const run = table[step.op] as (args: readonly Tensor[], step: Step) => Tensor;
  return run(args, step);
}
