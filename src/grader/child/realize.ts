/** Harness of the exercise on realizing: the learner's `realize` runs a lazy graph whose nodes count their computations. */
import './lockdown.js';
import { GradientError, interpret, lazily, type NDArray, realize, Tensor } from '../../engine/index.js';
import type { Case } from '../../program/case.js';
import type { TensorData } from '../../program/tensor-data.js';
import { stepNodes } from './graph.js';
import { type Answer, serve } from './serve.js';

/** No case has so many nodes; who computes so often visits paths instead of nodes. */
const mostCalls = 100_000;

serve(({ program, inputs }: Case): Answer => {
  let calls = 0;
  const leaves = inputs.map((input) => Tensor.fromData(input));
  const outputs = lazily(() => interpret(program, leaves));
  for (const { node } of stepNodes(program, outputs)) {
    const compute = node.op.compute.bind(node.op);
    const counted = (...arrays: NDArray[]): NDArray => {
      if (++calls > mostCalls) throw new GradientError(`more than ${mostCalls} nodes were computed`);
      return compute(...arrays);
    };
    node.op.compute = counted;
  }
  outputs.forEach(realize);
  // Once more: what has a value is not computed again.
  const values = outputs.map((output) => dataOf(realize(output)));
  return {
    kind: 'done',
    values,
    vjps: [],
    seconds: [],
    echo: leaves.map((leaf) => dataOf(realize(leaf))),
    calls,
  };
});

const dataOf = ({ dtype, shape, data }: NDArray): TensorData => ({ dtype, shape, data: Array.from(data) });
