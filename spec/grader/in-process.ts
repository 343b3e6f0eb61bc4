/** What a learner writes into a stub, graded here: without a process, as the grader's own code judges and names it. */
import { transformSync } from 'esbuild';
import * as engine from '../../src/engine/index.js';
import {
  type Differentiation,
  engineImplementation,
  type NDArray,
  type Tensor,
} from '../../src/engine/index.js';
import { checkPart } from '../../src/grader/check-part.js';
import { idsOf, nodesOf, telling } from '../../src/grader/child/graph.js';
import { type Exercise, exercises } from '../../src/grader/exercises.js';
import type { Halves, Submission } from '../../src/grader/implementation.js';
import { lawsOf, probesOf } from '../../src/grader/laws.js';
import { type Part, partsOf } from '../../src/grader/parts.js';
import { recognize } from '../../src/grader/recognize.js';
import { plantTraced, type WrongRule } from '../../src/misconceptions/index.js';
import type { Case } from '../../src/program/case.js';
import type { Implementation, Outcome } from '../../src/program/implementation.js';
import type { OpName } from '../../src/program/step.js';

/** The value of a TypeScript expression in which all of `backproof/engine` is known. */
function evaluated(expression: string): unknown {
  const { code } = transformSync(`const value = ${expression}`, { loader: 'ts', format: 'esm' });
  const names = Object.keys(engine);
  return new Function('engine', `const { ${names.join(', ')} } = engine;\n${code}\nreturn value;`)(engine);
}

/** The function with this parameter list and body, as it stands in the stub. */
const functionOf = (name: string, parameters: string, body: string) =>
  evaluated(`function ${name}(${parameters}) {\n${body}\n}`) as (...args: never[]) => unknown;

/** What `gradient` of this op is called when its body is this; undefined where it has no name. @throws where nothing fails */
export function nameOfRule(op: OpName, body: string): Promise<string | undefined> {
  const exercise = exercises.find(({ kind, ops }) => kind === 'rules' && ops.includes(op)) as Exercise;
  const gradient = functionOf('gradient', 'outGrad, node', body) as WrongRule['gradient'];
  const described = { name: 'unnamed', says: '', hint: '', breaks: '' };
  const rule: WrongRule = { ...described, kind: 'rule', exercise: exercise.id, op, gradient };
  return nameOf(exercise, op, submissionOf(plantTraced(rule)));
}

/** Of `topologicalOrder(outputs)`, `propagate(order, seeds)`, or both: the right one stands for what is left out. */
export function nameOfBackward(bodies: {
  readonly topologicalOrder?: string;
  readonly propagate?: string;
}): Promise<string | undefined> {
  const { topologicalOrder: order, propagate: walk } = bodies;
  const learners = {
    topologicalOrder:
      order === undefined ? engine.topologicalOrder : functionOf('topologicalOrder', 'outputs', order),
    propagate: walk === undefined ? engine.propagate : functionOf('propagate', 'order, seeds', walk),
  } as Differentiation;
  const submission = submissionOf(engineImplementation({ differentiate: learners }));
  return nameOf(exerciseOf('backward'), 'backward', {
    ...submission,
    maxOrder: 1,
    halves: halvesOf(learners),
  });
}

export function nameOfRealize(body: string): Promise<string | undefined> {
  const realize = functionOf('realize', 'tensor', body) as (tensor: Tensor) => NDArray;
  return nameOf(exerciseOf('realize'), 'realize', submissionOf(engineImplementation({ realize })));
}

const exerciseOf = (id: string) => exercises.find((each) => each.id === id) as Exercise;

function submissionOf(implementation: Implementation): Submission {
  // A submission's process does not tell how often rules were called.
  const run = async (testCase: Case): Promise<Outcome> => {
    const outcome = await implementation.run(testCase);
    if (outcome.kind !== 'done') return outcome;
    const { ruleCalls: _, ...told } = outcome;
    return told;
  };
  return {
    ...implementation,
    run,
    async measure(testCase) {
      const outcome = await implementation.run(testCase);
      const calls = outcome.kind === 'done' ? (outcome.ruleCalls ?? 0) : 0;
      return { outcome, calls: testCase.cotangents.length === 0 ? testCase.program.steps.length : calls };
    },
  };
}

/** As the harness of the exercise has them. */
function halvesOf(learners: Differentiation): Halves {
  const answer = async (testCase: Case, differentiate: (ids: Map<Tensor, number>) => Differentiation) => {
    const ids = new Map<Tensor, number>();
    const prepare = (outputs: readonly Tensor[]) => {
      for (const [node, id] of idsOf(testCase.program, outputs)) ids.set(node, id);
    };
    return engineImplementation({ prepare, differentiate: differentiate(ids) }).run(testCase);
  };
  return {
    async orderOf(testCase) {
      let told: readonly number[] | undefined;
      const outcome = await answer(testCase, (ids) =>
        telling(learners, (nodes) => {
          told ??= nodes.map((node) => ids.get(node) ?? -1);
        }),
      );
      return outcome.kind === 'done' ? (told ?? []) : outcome;
    },
    walk: (testCase, order) =>
      answer(testCase, (ids) => ({ ...learners, topologicalOrder: () => nodesOf(ids, order) })),
  };
}

async function nameOf(exercise: Exercise, name: string, submission: Submission): Promise<string | undefined> {
  const part = partsOf(exercise).find((each) => each.name === name) as Part;
  const laws = { laws: lawsOf(exercise), probes: probesOf(exercise) };
  const { broken } = await checkPart(part, submission, { ...laws, seed: 1, runs: 30, onRun: () => {} });
  if (broken === undefined) throw new Error('nothing fails');
  return (await recognize(exercise, part, broken, submission))?.name;
}
