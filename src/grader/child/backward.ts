/**
 * Harness of the exercise on backward. No op here has a gradient rule. Each node gets one that multiplies by the
 * Jacobians that the parent sent, and counts how often it is called.
 */
import './lockdown.js';
import type { TensorData } from '../../case/tensor-data.js';
import {
  engineImplementation,
  GradientError,
  propagate,
  Tensor,
  topologicalOrder,
} from '../../engine/index.js';
import type { LocalJacobians } from '../../reference/jacobians.js';

import { idsOf, nodesOf, stepNodes, telling } from './graph.js';
import { serve } from './serve.js';

/** One row per output entry, one column per entry of the argument. */
type Matrix = LocalJacobians[number][number];

/** More than any node of a case has paths: a walk that asks this often visits paths instead of nodes. */
const mostCalls = 100_000;

/** JᵀΔ as data of the argument's shape. */
function multiplyTransposed(jacobian: Matrix, outGrad: TensorData, argument: Tensor): Tensor {
  const size = jacobian[0]?.length ?? 0;
  const data = Array.from({ length: size }, (_, column) =>
    jacobian.reduce((sum, row, index) => sum + (row[column] as number) * (outGrad.data[index] as number), 0),
  );
  return Tensor.fromData({ dtype: argument.dtype, shape: argument.shape, data });
}

serve(async (testCase, { jacobians = [], order }) => {
  let calls = 0;
  let ids: ReadonlyMap<Tensor, number> = new Map();
  let told: readonly number[] | undefined;
  const plantRules = (outputs: readonly Tensor[]) => {
    ids = idsOf(testCase.program, outputs);
    for (const { node, step } of stepNodes(testCase.program, outputs)) {
      const gradient = (outGrad: Tensor): Tensor[] => {
        if (++calls > mostCalls) throw new GradientError(`more than ${mostCalls} rules were called`);
        const data = outGrad.toData();
        return node.inputs.map((input, index) =>
          multiplyTransposed(jacobians[step]?.[index] ?? [], data, input),
        );
      };
      node.op.gradient = gradient;
    }
  };
  const learners = { topologicalOrder, propagate };
  const differentiate =
    order === undefined
      ? learners
      : order === 'tell'
        ? telling(learners, (nodes) => {
            told ??= nodes.map((node) => ids.get(node) ?? -1);
          })
        : { ...learners, topologicalOrder: () => nodesOf(ids, order) };
  const outcome = await engineImplementation({ prepare: plantRules, differentiate }).run(testCase);
  return { ...outcome, calls, ...(told && { order: told }) };
});
