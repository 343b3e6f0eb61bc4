/**
 * What the reference must know of each op's arithmetic, op by op, beside its kernel: how its value is rounded, and how
 * its slopes change. The compiler names an op that is missing here.
 */
import type { OpName, Step } from '../case/step.js';
import {
  logsoftmaxRounding,
  logsumexpRounding,
  meanRounding,
  plain,
  powerRounding,
  powerScalarRounding,
  productRounding,
  type Rounding,
  sigmoidRounding,
  softmaxRounding,
  sumRounding,
  tanhRounding,
} from './rounding.js';
import {
  crossEntropyRounding,
  cumsumRounding,
  geluRounding,
  mseRounding,
  normRounding,
  softplusRounding,
  varRounding,
} from './statistics-rounding.js';

/**
 * How the slopes (off kinks) depend on the arguments: not at all; straight in each argument, where the others are its
 * factors; or curved, over a distance of about 1 wherever the argument lies, over the argument's own size, or over the standard
 * deviation of its slice.
 */
type Slopes =
  | 'constant'
  | 'bilinear'
  | 'curved over 1'
  | 'curved over its size'
  | 'curved over the deviation';

export interface OpArithmetic {
  readonly slopes: Slopes;
  /** Entries come out as they are, or with the sign changed: nothing is rounded. */
  readonly exact: boolean;
  /** Output entries depend on many entries of an argument. */
  readonly gathers: boolean;
  /** Its value may be far smaller than the terms that make it up. */
  readonly cancels: boolean;
  /** What rounding may cost its value, and a rule for its gradient. */
  readonly rounding: Rounding;
  /** The slopes by its arguments add up to one: a rule may compute one adjoint as what the other leaves of the cotangent. */
  readonly shares: boolean;
  /** The slopes stay as they are when all entries of a slice are shifted. */
  readonly shiftInvariant: boolean;
  /** There is no transcendental function in it, and BigNumbers are quick. */
  readonly cheap: boolean;
}

const curved: OpArithmetic = {
  slopes: 'curved over its size',
  exact: false,
  gathers: false,
  cancels: false,
  rounding: plain,
  shares: false,
  shiftInvariant: false,
  cheap: false,
};
const straight: OpArithmetic = { ...curved, slopes: 'constant', cheap: true };
const exact: OpArithmetic = { ...straight, exact: true };
const choosing: OpArithmetic = { ...exact, shares: true };
const summing: OpArithmetic = { ...straight, gathers: true, cancels: true, rounding: sumRounding };
const productSum: OpArithmetic = { ...summing, slopes: 'bilinear', rounding: productRounding };
const unitScaled: OpArithmetic = { ...curved, slopes: 'curved over 1' };
const gathering: OpArithmetic = { ...curved, gathers: true, cancels: true };
const exponentialSum: OpArithmetic = { ...gathering, slopes: 'curved over 1', shiftInvariant: true };
const standardizing: OpArithmetic = {
  ...gathering,
  slopes: 'curved over the deviation',
  shiftInvariant: true,
  rounding: normRounding,
  cheap: true,
};

const facts: { readonly [Name in OpName]: OpArithmetic } = {
  add: straight,
  subtract: straight,
  multiply: { ...straight, slopes: 'bilinear' },
  divide: { ...curved, cheap: true },
  power: { ...curved, rounding: powerRounding },
  maximum: choosing,
  minimum: choosing,
  add_scalar: straight,
  mul_scalar: straight,
  divide_scalar: straight,
  power_scalar: { ...curved, rounding: powerScalarRounding },
  negate: exact,
  exp: unitScaled,
  log: curved,
  sqrt: { ...curved, cheap: true },
  sin: unitScaled,
  cos: unitScaled,
  tanh: { ...unitScaled, rounding: tanhRounding },
  sigmoid: { ...unitScaled, rounding: sigmoidRounding },
  relu: exact,
  abs: exact,
  where: choosing,
  clip: exact,
  softplus: { ...unitScaled, rounding: softplusRounding },
  gelu: { ...unitScaled, cancels: true, rounding: geluRounding },
  max: exact,
  min: exact,
  var: { ...gathering, shiftInvariant: true, rounding: varRounding, cheap: true },
  cumsum: { ...summing, rounding: cumsumRounding },
  sort: exact,
  dropout: straight,
  cross_entropy: { ...exponentialSum, rounding: crossEntropyRounding },
  mse_loss: { ...gathering, rounding: mseRounding, cheap: true },
  layer_norm: standardizing,
  batch_norm: standardizing,
  detach: exact,
  transpose: exact,
  permute: exact,
  reshape: exact,
  broadcast_to: exact,
  summation: summing,
  mean: { ...summing, rounding: meanRounding },
  logsumexp: { ...exponentialSum, rounding: logsumexpRounding },
  softmax: { ...exponentialSum, rounding: softmaxRounding },
  logsoftmax: { ...exponentialSum, rounding: logsoftmaxRounding },
  matmul: productSum,
  stack: exact,
  concat: exact,
  split: exact,
  flip: exact,
  dilate: exact,
  undilate: exact,
  pad: exact,
  slice: exact,
  squeeze: exact,
  unsqueeze: exact,
  expand: exact,
  gather: exact,
  embedding: exact,
  einsum: productSum,
  conv: productSum,
  avg_pool: { ...summing, rounding: meanRounding },
  max_pool: exact,
};

/** What is known of the arithmetic of a step's op. */
export const arithmeticOf = ({ op }: Pick<Step, 'op'>): OpArithmetic => facts[op];
