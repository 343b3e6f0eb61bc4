/**
 * What the reference must know of each op's arithmetic, op by op, beside its kernel: how its value is rounded, and how
 * its slopes change. The compiler names an op that is missing here.
 */
import type { OpName, Step } from '../program/step.js';

/**
 * How the slopes (off kinks) depend on the arguments: not at all; straight in each argument, where the others are its
 * factors; or curved, over a distance of about 1 wherever the argument lies, or over the argument's own size.
 */
type Slopes = 'constant' | 'bilinear' | 'curved over 1' | 'curved over its size';

export interface OpArithmetic {
  readonly slopes: Slopes;
  /** Entries come out as they are, or with the sign changed: nothing is rounded. */
  readonly exact: boolean;
  /** Output entries depend on many entries of an argument, and are rounded at the size of all terms. */
  readonly gathers: boolean;
  /** The slopes stay as they are when all entries of a slice are shifted. */
  readonly shiftInvariant: boolean;
  /** There is no transcendental function in it, and BigNumbers are quick. */
  readonly cheap: boolean;
}

const curved: OpArithmetic = {
  slopes: 'curved over its size',
  exact: false,
  gathers: false,
  shiftInvariant: false,
  cheap: false,
};
const straight: OpArithmetic = { ...curved, slopes: 'constant', cheap: true };
const exact: OpArithmetic = { ...straight, exact: true };
const summing: OpArithmetic = { ...straight, gathers: true };
const productSum: OpArithmetic = { ...summing, slopes: 'bilinear' };
const unitScaled: OpArithmetic = { ...curved, slopes: 'curved over 1' };
const exponentialSum: OpArithmetic = { ...unitScaled, gathers: true, shiftInvariant: true };

const facts: { readonly [Name in OpName]: OpArithmetic } = {
  add: straight,
  subtract: straight,
  multiply: { ...straight, slopes: 'bilinear' },
  divide: { ...curved, cheap: true },
  power: curved,
  maximum: exact,
  minimum: exact,
  add_scalar: straight,
  mul_scalar: straight,
  divide_scalar: straight,
  power_scalar: curved,
  negate: exact,
  exp: unitScaled,
  log: curved,
  sqrt: { ...curved, cheap: true },
  sin: unitScaled,
  cos: unitScaled,
  tanh: unitScaled,
  sigmoid: unitScaled,
  relu: exact,
  abs: exact,
  detach: exact,
  transpose: exact,
  permute: exact,
  reshape: exact,
  broadcast_to: exact,
  summation: summing,
  mean: summing,
  logsumexp: exponentialSum,
  softmax: exponentialSum,
  logsoftmax: exponentialSum,
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
  avg_pool: summing,
};

/** What is known of the arithmetic of a step's op. */
export const arithmeticOf = ({ op }: Pick<Step, 'op'>): OpArithmetic => facts[op];
