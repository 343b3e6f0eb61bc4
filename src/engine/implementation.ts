/** The engine as an Implementation: a Case goes in, an Outcome comes out, whatever happens. */
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Done, Implementation, Outcome } from '../case/implementation.js';
import type { Program } from '../case/program.js';
import { dtypes, type TensorData } from '../case/tensor-data.js';
import { opNames } from '../case/vocabulary.js';
import { topologicalOrder } from './autograd/backward.js';
import { gradBatched } from './autograd/batched.js';
import { pushforward } from './autograd/forward.js';
import { type Differentiation, grad } from './autograd/grad.js';
import { eagerly, lazily } from './autograd/modes.js';
import * as engine from './autograd/realize.js';
import { interpret } from './interpret.js';
import { realizeAll } from './lazy/realize-all.js';
import { type Functions, functions } from './ops/by-name.js';
import { split, stack } from './ops/joining.js';
import { aliasesOf } from './shared-memory.js';
import { GradientError, NotImplemented } from './tensor/errors.js';
import { listOf, type NDArray } from './tensor/ndarray.js';
import { Tensor } from './tensor/tensor.js';

/** Every part can be replaced by another, right or wrong. */
export interface EngineOptions {
  readonly name?: string;
  /** Functions to use in place of the engine's, by op. */
  readonly functions?: Partial<Functions>;
  /** Computes the outputs of a program; default: `interpret`. */
  readonly interpret?: (program: Program, inputs: readonly Tensor[]) => readonly Tensor[];
  /** Called once with the outputs, before anything is differentiated. */
  readonly prepare?: (outputs: readonly Tensor[]) => void;
  readonly differentiate?: Differentiation;
  /** Replaces the whole of `grad`. */
  readonly grad?: typeof grad;
  /** Replaces forward mode. */
  readonly pushforward?: typeof pushforward;
  readonly gradBatched?: typeof gradBatched;
  readonly realize?: (tensor: Tensor) => NDArray;
}

/** The engine as an Implementation, eager, lazy and compiled, or with some of its parts replaced. */
export function engineImplementation(options: EngineOptions = {}): Implementation {
  const table = { ...functions, ...options.functions };
  return {
    name: options.name ?? 'backproof engine',
    ops: opNames,
    dtypes,
    accumulates: { float16: 'float64', bfloat16: 'float64' },
    modes: [...modes.keys()],
    maxOrder: 2,
    broadcasts: true,
    jvp: true,
    batched: true,
    run(testCase): Outcome {
      const inMode = modes.get(testCase.mode);
      if (inMode === undefined) {
        return {
          kind: 'unsupported',
          why: `mode "${testCase.mode}" is none of ${[...modes.keys()].join(', ')}`,
        };
      }
      try {
        return inMode(() => differentiateCase(testCase, table, options));
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

const modes: ReadonlyMap<string, (run: () => Outcome) => Outcome> = new Map([
  ['eager', eagerly],
  ['lazy', lazily],
  ['compiled', lazily],
]);

function differentiateCase(testCase: Case, table: Functions, options: EngineOptions): Done {
  const inputs = testCase.inputs.map((input) => Tensor.fromData(input, { requiresGrad: true }));
  const createGraph = testCase.order === 2;
  const cotangents = testCase.cotangents.map((list) => tensorsOf(list, createGraph));
  const directions = testCase.directions.map((list) => tensorsOf(list, false));
  const outputs = options.interpret?.(testCase.program, inputs) ?? interpret(testCase.program, inputs, table);
  options.prepare?.(outputs);
  const calls = countRuleCalls(outputs);
  const gradientsOf = options.grad ?? grad;
  const how = { retainGraph: true, ...(options.differentiate && { differentiate: options.differentiate }) };
  const vjps = testCase.batched
    ? unstacked(
        (options.gradBatched ?? gradBatched)(outputs, inputs, { ...how, outGrads: stacked(cotangents) }),
      )
    : cotangents.map((outGrads) => gradientsOf(outputs, inputs, { ...how, outGrads, createGraph }));
  const tangents =
    testCase.tangents &&
    (options.pushforward ?? pushforward)(outputs, inputs, tensorsOf(testCase.tangents, false));
  // The gradient of ⟨vjp, u⟩ is the vector-Jacobian product of the vjp, with u for its cotangent.
  const byInputAndCotangent = directions.map((outGrads, index) =>
    gradientsOf(vjps[index] as Tensor[], [...inputs, ...(cotangents[index] ?? [])], { ...how, outGrads }),
  );
  if (testCase.mode === 'compiled')
    realizeAll([outputs, ...vjps, tangents ?? [], ...byInputAndCotangent].flat());
  const dataOf = (tensors: readonly Tensor[]) => tensors.map((tensor) => realized(tensor, options));
  return {
    kind: 'done',
    values: dataOf(outputs),
    vjps: vjps.map(dataOf),
    seconds: byInputAndCotangent.map((gradients) => dataOf(gradients.slice(0, inputs.length))),
    jvps: byInputAndCotangent.map((gradients) => dataOf(gradients.slice(inputs.length))),
    ...(tangents && { tangents: dataOf(tangents) }),
    echo: [inputs, ...cotangents].flatMap((tensors) => tensors.map((tensor) => tensor.toData())),
    aliases: aliasesOf(vjps, [...inputs, ...cotangents.flat()]),
    ruleCalls: calls.count,
  };
}

/** For each output, its cotangents as one tensor. */
const stacked = (cotangents: readonly (readonly Tensor[])[]): Tensor[] =>
  at(cotangents, 0).map((_, output) => stack(cotangents.map((outGrads) => at(outGrads, output))));

/** For each cotangent, its part of every input's gradient. */
function unstacked(gradients: readonly Tensor[]): Tensor[][] {
  const parts = gradients.map((each) => [...split(each, 0)]);
  return Array.from(at(parts, 0), (_, cotangent) => parts.map((own) => at(own, cotangent)));
}

/** Counts the calls of every rule of the graph from here on. */
function countRuleCalls(outputs: readonly Tensor[]): { count: number } {
  const calls = { count: 0 };
  for (const { op } of topologicalOrder(outputs)) {
    if (op === null) continue;
    const rule = op.gradient;
    op.gradient = (outGrad, node) => {
      calls.count++;
      return rule.call(op, outGrad, node);
    };
  }
  return calls;
}

const tensorsOf = (list: readonly TensorData[], requiresGrad: boolean): Tensor[] =>
  list.map((data) => Tensor.fromData(data, { requiresGrad }));

function realized(tensor: Tensor, { realize = engine.realize }: EngineOptions): TensorData {
  const { dtype, shape, data } = realize(tensor);
  return { dtype, shape, data: listOf(data) };
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof GradientError) return { kind: 'malformed', problem: error.message };
  if (error instanceof NotImplemented) return { kind: 'not-implemented', why: error.message };
  if (error instanceof Error) {
    const { name, message, stack } = error;
    return { kind: 'crashed', error: { type: name, message, traceback: stack ?? '' } };
  }
  return { kind: 'crashed', error: { type: typeof error, message: String(error), traceback: '' } };
}
