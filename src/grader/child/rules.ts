/** Harness of the exercises that ask for gradient rules: the engine's own backward drives the learner's rules. */
import './lockdown.js';
import * as everything from '../../engine/index.js';
import {
  engineImplementation,
  grad,
  interpret,
  lazily,
  realize,
  Tensor,
  toProgram,
} from '../../engine/index.js';
import type { Case } from '../../program/case.js';
import { encodeProgram, encodeTensor, type Json } from '../../program/json.js';
import type { TensorData } from '../../program/tensor-data.js';
import { stepNodes } from './graph.js';
import { serve } from './serve.js';
import { Watch } from './watch.js';

const engine = engineImplementation();

const watch = new Watch();
for (const value of Object.values<unknown>(everything)) {
  if (typeof value === 'function' && value.prototype instanceof everything.Op)
    watch.registerClass(value.prototype);
}

const leaf = (data: TensorData): Tensor => Tensor.fromData(data, { requiresGrad: true });

/** ∂/∂x of a VJP would need the rules of other exercises; its trace lets the parent differentiate it instead. */
function traceVjp(testCase: Case, cotangent: readonly TensorData[]): Json {
  const inputs = testCase.inputs.map(leaf);
  const outGrads = cotangent.map(leaf);
  const adjoints = grad(interpret(testCase.program, inputs), inputs, { outGrads, createGraph: true });
  const { program, constants } = toProgram(adjoints, [...inputs, ...outGrads]);
  return { program: encodeProgram(program), constants: constants.map(encodeTensor) };
}

/** What says that the rules take numbers where they should build a graph; empty where nothing does. */
function numbersIn(testCase: Case): string {
  const inputs = testCase.inputs.map(leaf);
  const outGrads = (testCase.cotangents[0] ?? []).map(leaf);
  return lazily(() =>
    watch.during([...inputs, ...outGrads], () => {
      const outputs = interpret(testCase.program, inputs);
      outputs.forEach(realize);
      for (const { node } of stepNodes(testCase.program, outputs)) watch.watch(node);
      grad(outputs, inputs, { outGrads, createGraph: true });
    }),
  );
}

serve(async (testCase) => {
  const outcome = await engine.run({ ...testCase, order: 1, directions: [] });
  if (outcome.kind !== 'done') return outcome;
  const traced = testCase.order === 1 ? [] : testCase.cotangents;
  return {
    ...outcome,
    traces: traced.map((cotangent) => traceVjp(testCase, cotangent)),
    // Of a case with one cotangent, which is a variation of another, nothing new is to be seen.
    numbers: testCase.cotangents.length > 1 ? numbersIn(testCase) : '',
  };
});
