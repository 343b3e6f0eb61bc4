/** Harness of the exercises that ask for gradient rules: the engine's own backward drives the learner's rules. */
import './lockdown.js';
import { engineImplementation, grad, interpret, Tensor, toProgram } from '../../engine/index.js';
import type { Case } from '../../program/case.js';
import { encodeProgram, encodeTensor, type Json } from '../../program/json.js';
import type { TensorData } from '../../program/tensor-data.js';
import { serve } from './serve.js';

const engine = engineImplementation();

/** ∂/∂x of a VJP would need the rules of other exercises; its trace lets the parent differentiate it instead. */
function traceVjp(testCase: Case, cotangent: readonly TensorData[]): Json {
  const leaf = (data: TensorData) => Tensor.fromData(data, { requiresGrad: true });
  const inputs = testCase.inputs.map(leaf);
  const outGrads = cotangent.map(leaf);
  const adjoints = grad(interpret(testCase.program, inputs), inputs, { outGrads, createGraph: true });
  const { program, constants } = toProgram(adjoints, [...inputs, ...outGrads]);
  return { program: encodeProgram(program), constants: constants.map(encodeTensor) };
}

serve(async (testCase) => {
  const outcome = await engine.run({ ...testCase, order: 1, directions: [] });
  if (outcome.kind !== 'done' || testCase.order === 1) return outcome;
  return { ...outcome, traces: testCase.cotangents.map((cotangent) => traceVjp(testCase, cotangent)) };
});
