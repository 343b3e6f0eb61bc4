/**
 * A whole model as a case, from a file: a case, a program, or a graph that another framework traced. The nodes of a graph that
 * no step is like are functions beside it.
 */

import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import { formatProblems, parseCase, parseProgram } from '../../case/parse.js';
import { dtypeOf, opsOf, outputTypes, type Program } from '../../case/program.js';
import { fractionOf } from '../../case/scatter.js';
import { sizeOf } from '../../case/shape.js';
import { type DType, dtypes, type TensorData, tensorData, unitRoundoff } from '../../case/tensor-data.js';
import type { OpName } from '../../case/vocabulary.js';
import {
  type GraphArray,
  type Imported,
  importGraph,
  inDType,
  type Opaque,
  type OpaqueNode,
  parseGraph,
} from '../../imports/index.js';
import { evaluate, evaluationOf, float64, NoTruth, planOf } from '../../reference/index.js';
import { cotangentOf, cutterOf } from '../../verify/index.js';
import { modelRow } from '../rows.js';

export interface Model {
  /** Of first order. Without steps if the model has nothing but functions. */
  readonly testCase: Case;
  readonly functions: readonly NodeFunction[];
  /** What the user should know about it, in sentences. */
  readonly notes: readonly string[];
}

/** A node of a graph as a function, asked at what it was given where the graph was traced. */
export interface NodeFunction {
  /** That of its row. */
  readonly name: string;
  readonly node: OpaqueNode;
  /** What its inputs are called in messages. */
  readonly names: readonly string[];
  readonly inputs: readonly TensorData[];
  /** What it made there, in the dtype that it had there. */
  readonly recorded: readonly TensorData[];
}

/** What a model is judged with, besides its program. */
interface Asked {
  readonly seed: number;
}

const cotangentCount = 2;

/** @returns the problems of the JSON, one per line, if it holds none of the three */
export function modelIn(json: unknown, asked: Asked): Model | string {
  const fields = Object(json) as Readonly<Record<string, unknown>>;
  if ('graph' in fields) return fromGraph(json, asked);
  if ('steps' in fields) return fromProgram(json, asked);
  const parsed = parseCase(fields.case ?? json);
  if (!parsed.ok) return formatProblems(parsed.problems);
  const { program, inputs, cotangents, kinks } = parsed.value;
  const drawn = caseOf(program, inputs, asked);
  const given = cotangents.length === 0 ? drawn.cotangents : cotangents;
  return { testCase: { ...drawn, cotangents: given, ...(kinks && { kinks }) }, functions: [], notes: [] };
}

function fromGraph(json: unknown, asked: Asked): Model | string {
  const parsed = parseGraph(json);
  if (!parsed.ok) return formatProblems(parsed.problems);
  const imported = importGraph(parsed.value);
  if (typeof imported === 'string') return `$.nodes: ${imported}`;
  const { program, opaque, inputs, notes } = imported;
  return {
    testCase: caseOf(program, inputs, asked),
    functions: functionsOf(opaque),
    notes: [...notes, ...differing(imported)],
  };
}

/** Names of rows have no spaces; two that become alike get numbers. */
function functionsOf(opaque: readonly Opaque[]): NodeFunction[] {
  const taken = new Set<string>();
  const rowOf = (name: string, count = 1): string => {
    const row = `${modelRow}.${name.replace(/[^A-Za-z0-9_.-]+/g, '_')}${count === 1 ? '' : `-${count}`}`;
    return taken.has(row) ? rowOf(name, count + 1) : row;
  };
  return opaque.map(({ name, node, inputs, recorded }) => {
    const row = rowOf(name);
    taken.add(row);
    return {
      name: row,
      node,
      names: inputs.map((input) => input.name),
      inputs: inputs.flatMap(floatsOf),
      recorded: recorded.flatMap(floatsOf),
    };
  });
}

const floatsOf = ({ dtype, shape, data }: GraphArray): TensorData[] =>
  dtypes.filter((each) => each === dtype).map((own) => ({ dtype: own, shape, data }));

function fromProgram(json: unknown, asked: Asked): Model | string {
  const parsed = parseProgram(json);
  if (!parsed.ok) return formatProblems(parsed.problems);
  const program = parsed.value;
  for (const positive of [false, true]) {
    const inputs = drawn(program, asked, positive);
    const problem = problemOf(program, inputs);
    if (problem === undefined) {
      const how = positive ? 'positive numbers' : 'numbers between -2 and 2';
      const notes = [`Its inputs are ${how}, drawn with seed ${asked.seed}.`];
      return { testCase: caseOf(program, inputs, asked), functions: [], notes };
    }
    if (positive) return `$: no inputs were found for the program: ${problem}; give a case, which has inputs`;
  }
  return '$: no inputs were found for the program';
}

const caseOf = (program: Program, inputs: readonly TensorData[], { seed }: Asked): Case => ({
  program,
  inputs,
  cotangents: Array.from({ length: cotangentCount }, (_, round) =>
    outputTypes(program).map((type, place) => cotangentOf(type, seed + 5 * round + place)),
  ),
  mode: 'eager',
  order: 1,
  directions: [],
});

/** Short decimals, in an aperiodic order. */
function drawn({ inputs }: Program, { seed }: Asked, positive: boolean): TensorData[] {
  return inputs.map(({ dtype, shape }, index) =>
    tensorData(
      dtype,
      shape,
      Array.from({ length: sizeOf(shape) }, (_, k) => {
        const share = fractionOf(k, 31 * index + seed);
        return Number((positive ? 0.25 + 1.75 * share : 4 * share - 2).toFixed(2));
      }),
    ),
  );
}

function problemOf(program: Program, inputs: readonly TensorData[]): string | undefined {
  try {
    evaluationOf(planOf(program), inputs);
    return undefined;
  } catch (error) {
    if (error instanceof NoTruth) return error.message;
    throw error;
  }
}

/** The first value that the framework recorded and that the program does not have: then its op was read wrongly. */
function differing({ program, inputs, recorded }: Imported): string[] {
  const values = evaluate(
    program,
    inputs.map(({ data }) => data),
    float64,
  );
  const tolerance = Math.sqrt(unitRoundoff[dtypeOf(program)]);
  for (const [id, { node, data }] of recorded) {
    const own = at(values, id);
    const size = data.reduce(
      (most, entry) => (Number.isFinite(entry) ? Math.max(most, Math.abs(entry)) : most),
      0,
    );
    const entry = data.findIndex(
      (each, k) => Number.isFinite(each) && !(Math.abs(each - at(own, k)) <= tolerance * size),
    );
    if (entry === -1) continue;
    return [
      `The value of the node ${node} was ${data[entry]} (entry ${entry}) where the graph was traced, and is ${own[entry]} in the program, so ` +
        'that its op may have been read wrongly; the program is judged as it is.',
    ];
  }
  return [];
}

const withoutSteps = (testCase: Case): Case => ({
  ...testCase,
  program: { inputs: [], steps: [], outputs: [] },
  inputs: [],
  cotangents: [],
});

/** The model in a dtype and a mode. Without the steps of ops that an implementation lacks, if it lacks any. */
export function fitted(model: Model, dtype: DType, mode: string, ops: readonly OpName[]): Model | string {
  const cast = (tensor: TensorData): TensorData => tensorData(dtype, tensor.shape, tensor.data);
  const { testCase, notes } = model;
  const functions = model.functions.map(({ node, inputs, ...rest }) => ({
    ...rest,
    node: inDType(node, dtype),
    inputs: inputs.map(cast),
  }));
  const own: Case = {
    ...testCase,
    mode,
    program: { ...testCase.program, inputs: testCase.program.inputs.map(({ shape }) => ({ dtype, shape })) },
    inputs: testCase.inputs.map(cast),
    cotangents: testCase.cotangents.map((list) => list.map(cast)),
  };
  const lacked = opsOf(own.program).filter((op) => !ops.includes(op));
  if (lacked.length === 0) return { ...model, testCase: own, functions };
  const kept = [...own.program.steps.entries()].flatMap(([index, { op }]) =>
    lacked.includes(op) ? [] : [index],
  );
  if (kept.length === 0 && functions.length === 0)
    return `The implementation has no op of the model, which takes ${lacked.join(', ')}.`;
  return {
    testCase: kept.length === 0 ? withoutSteps(own) : cutterOf(own)(kept),
    functions,
    notes: [
      ...notes,
      `The implementation lacks ${lacked.join(', ')}: these steps are cut out, and what they make is given as inputs.`,
    ],
  };
}
