/**
 * For adapters in JavaScript or TypeScript, imported as `backproof/adapter`: everything about the protocol that an
 * adapter needs. `serve` answers requests with your `run`. `interpret` runs a program on a table of functions.
 * `differentiate` handles a whole case for a library that records a tape, `transform` for one that differentiates
 * functions. docs/protocol.md describes the protocol.
 */
import { createInterface } from 'node:readline';
import { format } from 'node:util';
import { fromBase64 } from '../case/base64.js';
import { batchProblem, sliceOf, stacked } from '../case/batch.js';
import type { Case } from '../case/case.js';
import type { Done } from '../case/implementation.js';
import { decodeNumber, encodeTensor } from '../case/json.js';
import type { Program } from '../case/program.js';
import { sizeOf } from '../case/shape.js';
import type { DType, TensorData } from '../case/tensor-data.js';
import type { OpName, Step } from '../case/vocabulary.js';
import type { OpaqueNode } from '../imports/index.js';
import type { FunctionEntry } from './function-kinds.js';
import type { StartReply } from './protocol.js';

export type { Case, Done, OpaqueNode, OpName, Program, Step, TensorData };
export { stacked };

/** Throw this for a case that the implementation cannot run. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
  /** @param issue the URL of the issue that asks for it, if there is one */
  constructor(
    why: string,
    readonly issue?: string,
  ) {
    super(why);
  }
}

/** Throw this if the implementation returned something that is not a gradient. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** What `serve` needs: what the implementation has, and how it runs a case. */
export interface Adapter extends Omit<StartReply, 'version' | 'functions'> {
  run(testCase: Case): Omit<Done, 'kind'> | Promise<Omit<Done, 'kind'>>;
  /** Functions that are no ops. An adapter that has some needs no op. */
  readonly functions?: readonly ServedFunction[];
  /**
   * A node of a graph as a function of its inputs, for an adapter that says of whose graphs it runs `nodes`. Called anew for
   * every question.
   * @throws {Unsupported} for a node that it cannot run
   */
  node?(node: OpaqueNode): Differentiated | Promise<Differentiated>;
}

/** A function that is no op: what it takes, its values, and its gradients. */
export interface ServedFunction extends Omit<FunctionEntry, 'jvp' | 'batched'>, Differentiated {}

interface Differentiated {
  /** One tensor per output. */
  values(inputs: TensorData[]): readonly TensorData[] | Promise<readonly TensorData[]>;
  /** JᵀΔ: one gradient per input, of its shape and dtype; null for one that has none. */
  vjp(inputs: TensorData[], cotangent: TensorData[]): Gradients | Promise<Gradients>;
  /** Forward mode, where there is one: Jv, one tensor per output. The tangent has one per input. */
  jvp?(inputs: TensorData[], tangent: TensorData[]): readonly TensorData[] | Promise<readonly TensorData[]>;
  /** The gradients of all these cotangents, by one call that takes them as a batch. */
  batched?(
    inputs: TensorData[],
    cotangents: TensorData[][],
  ): readonly Gradients[] | Promise<readonly Gradients[]>;
}

type Gradients = readonly (TensorData | null)[];

/** For each op, a function that takes its operands, then one object of its attributes. */
export type OpTable<T> = Readonly<Partial<Record<OpName, (...operandsThenAttributes: never[]) => T>>>;

/**
 * Runs a program on inputs and returns its outputs: every step is looked up in the table.
 * @throws {Unsupported} for an op that the table lacks
 */
export function interpret<T>(program: Program, inputs: readonly T[], table: OpTable<T>): T[] {
  const values = [...inputs];
  for (const { op, args, ...attributes } of program.steps) {
    const compute = table[op] as ((...all: unknown[]) => T) | undefined;
    if (compute === undefined) throw new Unsupported(`there is no ${op}`);
    values.push(compute(...args.map((id) => values[id] as T), attributes));
  }
  return program.outputs.map((id) => values[id] as T);
}

/** What `differentiate` needs of a library that records a tape. */
export interface Tape<T> {
  readonly ops: OpTable<T>;
  leaf(data: TensorData, requiresGrad: boolean): T;
  data(tensor: T): TensorData | Promise<TensorData>;
  /** Replaces `interpret` in a mode that compiles. */
  evaluate?(program: Program, inputs: readonly T[], ops: OpTable<T>): readonly T[];
  /** Vector-Jacobian products JᵀΔ: one gradient per input, of its shape; zeros if no output depends on it. */
  grad(
    outputs: readonly T[],
    inputs: readonly T[],
    outGrads: readonly T[],
    createGraph: boolean,
  ): readonly T[];
  /** Of an adapter that has `jvp`. */
  readonly jvp?: Forward<T>;
  /** Of an adapter that is `batched`: as `grad`, with an axis in front of every outGrad and gradient. */
  gradBatched?(outputs: readonly T[], inputs: readonly T[], outGrads: readonly T[]): readonly T[];
}

/** The outputs of a function, and Jv for each of them. */
type Forward<T> = (
  f: (inputs: readonly T[]) => readonly T[],
  inputs: readonly T[],
  tangents: readonly T[],
) => { readonly outputs: readonly T[]; readonly tangents: readonly T[] };

type Answer = Omit<Done, 'kind'>;

/** A case with tangents: values and Jv, both by forward mode. */
async function pushed<T>(
  testCase: Case,
  tangents: readonly TensorData[],
  f: (inputs: readonly T[]) => readonly T[],
  { leaf, data, jvp }: Pick<Transforms<T>, 'leaf' | 'data' | 'jvp'>,
): Promise<Answer> {
  if (jvp === undefined) throw new Unsupported('there is no forward mode');
  const inputs = testCase.inputs.map(leaf);
  const found = jvp(f, inputs, tangents.map(leaf));
  const dataOf = (tensors: readonly T[]) => Promise.all(tensors.map((tensor) => data(tensor)));
  return {
    values: await dataOf(found.outputs),
    vjps: [],
    seconds: [],
    tangents: await dataOf(found.tangents),
    echo: [...(await dataOf(inputs)), ...testCase.cotangents.flat()],
  };
}

/**
 * For each of `count` cotangents the gradients of all inputs, out of one tensor per input with an axis in front.
 * @throws {Malformed} where that axis is missing
 */
export function unstacked(gradients: readonly TensorData[], count: number): TensorData[][] {
  const problem = batchProblem(gradients, count);
  if (problem !== undefined) throw new Malformed(problem);
  return Array.from({ length: count }, (_, index) => gradients.map((each) => sliceOf(each, index, count)));
}

/** Answers a whole case: values, a VJP for each cotangent, the gradients of ⟨VJP, u⟩ for order 2, and the echo. */
export async function differentiate<T>(testCase: Case, tape: Tape<T>): Promise<Answer> {
  const evaluated = (x: readonly T[]) => (tape.evaluate ?? interpret)(testCase.program, x, tape.ops);
  if (testCase.tangents !== undefined) {
    const leaf = (tensor: TensorData) => tape.leaf(tensor, true);
    return pushed(testCase, testCase.tangents, evaluated, { ...tape, leaf });
  }
  const twice = testCase.order === 2;
  const inputs = testCase.inputs.map((tensor) => tape.leaf(tensor, true));
  const cotangents = testCase.cotangents.map((list) => list.map((tensor) => tape.leaf(tensor, twice)));
  const outputs = evaluated(inputs);
  const dataOf = (tensors: readonly T[]) => Promise.all(tensors.map((tensor) => tape.data(tensor)));
  const dataOfAll = (lists: readonly (readonly T[])[]) => Promise.all(lists.map(dataOf));
  const echo = () => dataOf([...inputs, ...cotangents.flat()]);
  if (testCase.batched) {
    if (tape.gradBatched === undefined) throw new Unsupported('there is no batched gradient');
    const outGrads = stacked(testCase.cotangents).map((tensor) => tape.leaf(tensor, false));
    const found = await dataOf(tape.gradBatched(outputs, inputs, outGrads));
    const vjps = unstacked(found, cotangents.length);
    return { values: await dataOf(outputs), vjps, seconds: [], echo: await echo() };
  }
  const vjps = cotangents.map((outGrads) => tape.grad(outputs, inputs, outGrads, twice));
  const both = testCase.directions.map((direction, index) => {
    const outGrads = direction.map((tensor) => tape.leaf(tensor, false));
    return tape.grad(
      vjps[index] as readonly T[],
      [...inputs, ...(cotangents[index] as T[])],
      outGrads,
      false,
    );
  });
  return {
    values: await dataOf(outputs),
    vjps: await dataOfAll(vjps),
    seconds: await dataOfAll(both.map((gradients) => gradients.slice(0, inputs.length))),
    jvps: await dataOfAll(both.map((gradients) => gradients.slice(inputs.length))),
    echo: await echo(),
  };
}

type Arrays<T> = readonly T[];

/** What `transform` needs of a library that turns functions into their gradients, as JAX does. */
export interface Transforms<T> {
  readonly ops: OpTable<T>;
  leaf(data: TensorData): T;
  data(tensor: T): TensorData | Promise<TensorData>;
  /** JᵀΔ of a function at its inputs: one gradient per input, of its shape; zeros if no output depends on it. */
  vjp(f: (inputs: Arrays<T>) => Arrays<T>, inputs: Arrays<T>, outGrads: Arrays<T>): Arrays<T>;
  /** Of an adapter that has `jvp`. */
  readonly jvp?: Forward<T>;
  /** Of an adapter that is `batched`: as `vjp`, with an axis in front of every outGrad and gradient. */
  vjpBatched?(f: (inputs: Arrays<T>) => Arrays<T>, inputs: Arrays<T>, outGrads: Arrays<T>): Arrays<T>;
  /** In a mode that compiles: the compiled function. */
  compile?(f: (inputs: Arrays<T>) => Arrays<T>): (inputs: Arrays<T>) => Arrays<T>;
}

/** Answers a whole case, as `differentiate` does. Second order is the VJP of the function (x, Δ) ↦ VJP. */
export async function transform<T>(
  testCase: Case,
  { ops, leaf, data, vjp, jvp, vjpBatched, compile = (f) => f }: Transforms<T>,
): Promise<Answer> {
  const f = compile((x: Arrays<T>) => interpret(testCase.program, x, ops));
  if (testCase.tangents !== undefined)
    return pushed(testCase, testCase.tangents, f, { leaf, data, ...(jvp && { jvp }) });
  const leaves = (list: readonly TensorData[]) => list.map((tensor) => leaf(tensor));
  const inputs = leaves(testCase.inputs);
  const cotangents = testCase.cotangents.map(leaves);
  const count = inputs.length;
  const dataOf = (tensors: Arrays<T>) => Promise.all(tensors.map((tensor) => data(tensor)));
  const echo = () => dataOf([...inputs, ...cotangents.flat()]);
  if (testCase.batched) {
    if (vjpBatched === undefined) throw new Unsupported('there is no batched VJP');
    const found = await dataOf(vjpBatched(f, inputs, leaves(stacked(testCase.cotangents))));
    const vjps = unstacked(found, cotangents.length);
    return { values: await dataOf(f(inputs)), vjps, seconds: [], echo: await echo() };
  }
  const backward = (all: Arrays<T>) => vjp(f, all.slice(0, count), all.slice(count));
  const both = testCase.directions.map((direction, index) =>
    vjp(backward, [...inputs, ...(cotangents[index] as T[])], leaves(direction)),
  );
  const dataOfAll = (lists: readonly Arrays<T>[]) => Promise.all(lists.map(dataOf));
  return {
    values: await dataOf(f(inputs)),
    vjps: await dataOfAll(cotangents.map((outGrads) => backward([...inputs, ...outGrads]))),
    seconds: await dataOfAll(both.map((gradients) => gradients.slice(0, count))),
    jvps: await dataOfAll(both.map((gradients) => gradients.slice(count))),
    echo: await echo(),
  };
}

/** Answers requests on standard input until `stop` or the end of input. Meanwhile, prints go to standard error. */
export async function serve({ run, functions = [], node, ...about }: Adapter): Promise<void> {
  const write = process.stdout.write.bind(process.stdout);
  const reply = (message: object) => write(`${JSON.stringify(message)}\n`);
  // Standard output belongs to the protocol.
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
  console.log = console.info = console.debug = (...all) => process.stderr.write(`${format(...all)}\n`);
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const request = JSON.parse(line) as { cmd: string; id: number; case: unknown } & FunctionRequest;
    if (request.cmd === 'stop') break;
    if (request.cmd === 'start') reply({ version: 1, ...about, functions: functions.map(entryOf) });
    else if (request.cmd === 'run')
      reply({ id: request.id, ...(await outcomeOf(() => answered(run, request.case))) });
    else reply({ id: request.id, ...(await outcomeOf(() => asked({ functions, node }, request))) });
  }
  process.exit(0);
}

const entryOf = ({ name, inputs, order, definition, jvp, batched }: ServedFunction): FunctionEntry => ({
  name,
  inputs,
  ...(jvp && { jvp: true }),
  ...(batched && { batched: true }),
  ...(order && { order }),
  ...(definition !== undefined && { definition }),
});

interface FunctionRequest {
  readonly function: string;
  readonly node?: OpaqueNode;
  /** Of `values`. */
  readonly points?: TensorData[][];
  /** Of `vjps`, as are the cotangents, and of `jvp`. */
  readonly inputs: TensorData[];
  readonly cotangents?: TensorData[][];
  readonly batched?: true;
  readonly tangent?: TensorData[];
}

/** @throws {Malformed} where an array has other than as many entries as its shape: a mistake of the library, not of the kit */
const encoded = (list: readonly TensorData[], what = 'array') =>
  list.map((each, at) => {
    const size = sizeOf(each.shape);
    if (each.data.length !== size)
      throw new Malformed(
        `${what} ${at} has ${each.data.length} entries; its shape (${each.shape.join(', ')}) has ${size}`,
      );
    return encodeTensor(each);
  });

type Served = { readonly functions: readonly ServedFunction[]; readonly node: Adapter['node'] | undefined };

async function asked(served: Served, request: FunctionRequest): Promise<object> {
  const { points, inputs, cotangents = [], batched, tangent } = request;
  const own = await askedFunction(served, request);
  if (points !== undefined) {
    const values = [];
    for (const point of points) values.push(encoded(await own.values(point.map(decodeTensor))));
    return { values };
  }
  const given = inputs.map(decodeTensor);
  if (tangent !== undefined) {
    if (own.jvp === undefined) throw new Unsupported('it has no forward mode');
    return { tangents: encoded(await own.jvp(given, tangent.map(decodeTensor))) };
  }
  const deltas = cotangents.map((list) => list.map(decodeTensor));
  const pulled = [];
  if (batched) {
    if (own.batched === undefined) throw new Unsupported('it takes no batches');
    pulled.push(...(await own.batched(given, deltas)));
  } else for (const delta of deltas) pulled.push(await own.vjp(given, delta));
  const vjps = pulled.map((list) => list.map((each) => (each === null ? null : encodeTensor(each))));
  return { vjps, echo: encoded([...given, ...deltas.flat()]) };
}

async function askedFunction(
  { functions, node: read }: Served,
  { function: name, node }: FunctionRequest,
): Promise<Differentiated> {
  if (node !== undefined) {
    if (read === undefined) throw new Unsupported('it runs no nodes of graphs');
    return read(node);
  }
  const own = functions.find((each) => each.name === name);
  if (own === undefined) throw new Unsupported(`there is no function ${name}`);
  return own;
}

async function answered(run: Adapter['run'], json: unknown): Promise<object> {
  const { values, vjps, seconds, jvps, tangents, echo, aliases, ruleCalls } = await run(decodeCase(json));
  return {
    values: encoded(values, 'output'),
    vjps: vjps.map((each) => encoded(each, 'gradient')),
    seconds: seconds.map((each) => encoded(each, 'second gradient')),
    jvps: jvps?.map((each) => encoded(each)),
    tangents: tangents && encoded(tangents),
    echo: encoded(echo),
    aliases,
    ruleCalls,
  };
}

async function outcomeOf(answer: () => Promise<object>): Promise<object> {
  try {
    return { outcome: 'done', ...(await answer()) };
  } catch (error) {
    if (error instanceof Unsupported)
      return { outcome: 'unsupported', why: error.message, issue: error.issue };
    if (error instanceof Malformed) return { outcome: 'malformed', problem: error.message };
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { outcome: 'crashed', error: { type: name, message, traceback: stack ?? '' } };
  }
}

/** A list of numbers, or base64. */
const entriesIn = (json: unknown, dtype: DType): number[] =>
  typeof json === 'string'
    ? (fromBase64(json, dtype) as number[])
    : (json as readonly unknown[]).map((entry) => decodeNumber(entry) as number);

const decodeTensor = (each: TensorData): TensorData => ({ ...each, data: entriesIn(each.data, each.dtype) });

/** Numbers that JSON cannot write arrive as strings: in tensors, and as scalars of steps. */
function decodeCase(json: unknown): Case {
  const testCase = json as Case;
  const tensors = (list: readonly TensorData[]) => list.map(decodeTensor);
  const step = (each: Step): Step =>
    Object.fromEntries(
      Object.entries(each).map(([key, value]) => [
        key,
        typeof value === 'string' ? (decodeNumber(value) ?? value) : value,
      ]),
    ) as unknown as Step;
  return {
    ...testCase,
    program: { ...testCase.program, steps: testCase.program.steps.map(step) },
    inputs: tensors(testCase.inputs),
    cotangents: testCase.cotangents.map(tensors),
    directions: testCase.directions.map(tensors),
    ...(testCase.tangents && { tangents: tensors(testCase.tangents) }),
  };
}
