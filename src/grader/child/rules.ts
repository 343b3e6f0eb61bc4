/** Harness of the exercises on gradient rules: the engine's own backward calls the learner's rules. */
import './lockdown.js';
import type { Case } from '../../case/case.js';
import type { TensorData } from '../../case/tensor-data.js';
import * as everything from '../../engine/index.js';
import {
  engineImplementation,
  grad,
  interpret,
  lazily,
  nodesOf,
  type Op,
  realize,
  Tensor,
} from '../../engine/index.js';
import { stepNodes } from './graph.js';
import { stopPrints } from './lockdown.js';
import { type Answer, serve } from './serve.js';
import { Foreign, kindOf } from './trace.js';
import { Watch } from './watch.js';

const engine = engineImplementation();

const watch = new Watch();
for (const value of Object.values<unknown>(everything)) {
  if (typeof value === 'function' && value.prototype instanceof everything.Op)
    watch.registerClass(value.prototype);
}

const leaf = (data: TensorData): Tensor => Tensor.fromData(data, { requiresGrad: true });

/** Evidence that the rules read numbers where they should build a graph; empty if there is none. */
function numbersIn(testCase: Case): string {
  const inputs = testCase.inputs.map(leaf);
  const outGrads = (testCase.cotangents[0] ?? []).map(leaf);
  return lazily(() =>
    watch.during([...inputs, ...outGrads], () => {
      const outputs = interpret(testCase.program, inputs);
      outputs.forEach(realize);
      for (const { node } of stepNodes(testCase.program, outputs)) watch.watch(node);
      const adjoints = grad(outputs, inputs, { outGrads, createGraph: true });
      // If there are ops of the learner's own, what they do when they compute is watched, too.
      const own = nodesOf(adjoints).filter((node) => kindOf(node) === 'foreign');
      for (const { op } of own) watch.registerOwn(op as Op);
      if (own.length > 0) adjoints.forEach(realize);
    }),
  );
}

/** In lazy mode `cachedData` is undefined in a rule; a rule that throws only there took it for a value. */
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
    `${rules}: a gradient is written with tensor functions and may not read values (\`cachedData\`); in lazy mode, ` +
    `where nothing is computed yet, it threw ${thrown}`;
  return { kind: 'malformed', problem };
}

/** ∂/∂x of a VJP would need the rules of other exercises; its trace lets the parent differentiate it instead. */
const foreign = new Foreign();

async function run(testCase: Case, id: number): Promise<Answer> {
  const outcome = await engine.run({ ...testCase, order: 1, directions: [] });
  stopPrints();
  if (outcome.kind === 'crashed' && testCase.mode === 'lazy' && (await readsValues(testCase)))
    return withoutValues(testCase, `${outcome.error.type}: ${outcome.error.message}`);
  if (outcome.kind !== 'done') return outcome;
  let numbers = '';
  try {
    // A variation of a case has one cotangent and shows nothing new; for second order, `twice` finds numbers.
    if (testCase.cotangents.length > 1) numbers = numbersIn(testCase);
  } catch (thrown) {
    return withoutValues(testCase, String(thrown));
  }
  return { ...outcome, traces: testCase.order === 1 ? [] : foreign.trace(testCase, id), numbers };
}

serve(
  (testCase, { id }) => run(testCase, id),
  (question) => foreign.answer(question),
);
