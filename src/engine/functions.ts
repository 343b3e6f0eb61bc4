/** The function of every op in the vocabulary: what a step of a program calls. */
import type { OpName, Step, StepOf } from '../program/step.js';
import * as elementwise from './ops/elementwise.js';
import * as exponential from './ops/exponential.js';
import { matmul } from './ops/matmul.js';
import { mean } from './ops/mean.js';
import * as shape from './ops/shape.js';
import { logsoftmax, logsumexp, softmax } from './ops/stable.js';
import type { Tensor } from './tensor.js';

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
};

/** Runs one step on its arguments. */
export function apply(step: Step, args: readonly Tensor[], table: Functions = functions): Tensor {
  // The table is typed op by op; here the step's op is known only at run time.
  const run = table[step.op] as (args: readonly Tensor[], step: Step) => Tensor;
  return run(args, step);
}
