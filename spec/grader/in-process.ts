/** What a learner writes into a stub, graded here: without a process, as the grader's own code judges and names it. */
import { transformSync } from 'esbuild';
import { backwardIn, nameOf, submissionIn } from '../../bench/measure/in-process.js';
import type { OpName } from '../../src/case/vocabulary.js';
import * as engine from '../../src/engine/index.js';
import {
  type Differentiation,
  engineImplementation,
  type NDArray,
  type Tensor,
} from '../../src/engine/index.js';
import { type Exercise, exercises } from '../../src/grader/exercises.js';
import { plantTraced, type RuleMisconception } from '../../src/misconceptions/index.js';

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
  const gradient = functionOf('gradient', 'outGrad, node', body) as RuleMisconception['gradient'];
  const described = { name: 'unnamed', says: '', hint: '', breaks: '' };
  const rule: RuleMisconception = { ...described, kind: 'rule', exercise: exercise.id, op, gradient };
  return nameOf(exercise, op, submissionIn(plantTraced(rule)));
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
  return nameOf(exerciseOf('backward'), undefined, backwardIn(learners));
}

export function nameOfRealize(body: string): Promise<string | undefined> {
  const realize = functionOf('realize', 'tensor', body) as (tensor: Tensor) => NDArray;
  return nameOf(exerciseOf('realize'), undefined, submissionIn(engineImplementation({ realize })));
}

const exerciseOf = (id: string) => exercises.find((each) => each.id === id) as Exercise;
