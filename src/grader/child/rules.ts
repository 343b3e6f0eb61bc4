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
import { stopPrints } from './lockdown.js';
import { type Answer, serve } from './serve.js';
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

/** In lazy mode `cachedData` is undefined in a rule; a rule that stumbles there alone took it for a value. */
async function readsValues(testCase: Case): Promise<boolean> {
  const runs = [{ mode: 'eager' }, { mode: 'lazy', cotangents: [] }] as const;
  for (const run of runs) {
    const outcome = await engine.run({ ...testCase, order: 1, directions: [], ...run });
    if (outcome.kind !== 'done') return false;
  }
  return true;
}

function withoutValues({ program }: Case, thrown: string): Answer {
  const rules = [...new Set(program.steps.map(({ op }) => op))].join(', ');
  const problem =
    `${rules}: a gradient is written with tensor functions and may not read values (\`cachedData\`) there; in lazy mode, ` +
    `where nothing is computed yet, it threw ${thrown}`;
  return { kind: 'malformed', problem };
}

serve(async (testCase) => {
  const outcome = await engine.run({ ...testCase, order: 1, directions: [] });
  stopPrints();
  if (outcome.kind === 'crashed' && testCase.mode === 'lazy' && (await readsValues(testCase)))
    return withoutValues(testCase, `${outcome.error.type}: ${outcome.error.message}`);
  if (outcome.kind !== 'done') return outcome;
  let numbers = '';
  try {
    // Of a case with one cotangent, which is a variation of another, nothing new is to be seen.
    if (testCase.cotangents.length > 1) numbers = numbersIn(testCase);
  } catch (thrown) {
    return withoutValues(testCase, String(thrown));
  }
  const traced = testCase.order === 1 ? [] : testCase.cotangents;
  return {
    ...outcome,
    traces: traced.map((cotangent) => traceVjp(testCase, cotangent)),
    numbers,
  };
});
