/** An adapter's replies. Each kind is one value: how it is read and checked, and its JSON Schema. */
import { boolean, text } from '../case/attributes.js';
import type { GradientGraph, Outcome } from '../case/implementation.js';
import { constant, type Kind, listOf, oneOf, openRecord, optional, record } from '../case/json-kinds.js';
import { parseProgram } from '../case/parse.js';
import { dtypes } from '../case/tensor-data.js';
import { type OpName, opNames } from '../case/vocabulary.js';
import { allBiases } from '../generate/index.js';
import { graphName } from '../imports/index.js';
import { ProtocolError } from '../wire/reply.js';
import { functionProblem, functions } from './function-kinds.js';
import type { OpLimit } from './op-limits.js';
import { protocolVersion, type StartReply } from './protocol.js';
import { messageSchema, programSchema } from './schema.js';
import {
  answerIn,
  atLeast,
  failedReplies,
  id,
  jsonIn,
  parsed,
  read,
  tensorLists,
  tensors,
} from './wire-kinds.js';

const some = { minItems: 1, uniqueItems: true } as const;
const unique = { uniqueItems: true } as const;

const opLimit: Kind<OpLimit> = record({
  ranks: optional(listOf('ranks', atLeast(0), some)),
  dtypes: optional(listOf('dtypes', oneOf(dtypes), some)),
  mostEntries: optional(atLeast(0)),
});

const limitOfEach = Object.fromEntries(opNames.map((name) => [name, optional(opLimit)])) as Readonly<
  Record<OpName, ReturnType<typeof optional<OpLimit>>>
>;

const startReply = openRecord({
  version: constant(protocolVersion, String(protocolVersion)),
  implementation: openRecord({ name: text, version: text, language: text, homepage: optional(text) }),
  ops: listOf('ops', oneOf(opNames), unique),
  functions: optional(functions),
  nodes: optional(listOf('graphs', graphName, unique)),
  dtypes: listOf('dtypes', oneOf(dtypes), some),
  accumulates: optional(openRecord({ float16: optional(oneOf(dtypes)), bfloat16: optional(oneOf(dtypes)) })),
  roundsOnce: optional(listOf('ops', oneOf(opNames), unique)),
  modes: listOf('modes', { ...text, schema: { type: 'string', minLength: 1 } }, some),
  maxOrder: oneOf([1, 2]),
  broadcasts: boolean,
  batchBroadcasts: optional(boolean),
  traces: optional(boolean),
  layouts: optional(boolean),
  nondeterministic: optional(boolean),
  jvp: optional(boolean),
  batched: optional(boolean),
  limits: optional(listOf('limits', oneOf(allBiases), unique)),
  opLimits: optional(record(limitOfEach)),
  rowsOnly: optional(listOf('ops', oneOf(opNames), unique)),
  pipeline: optional(atLeast(1)),
});

const trace: Kind<GradientGraph> = openRecord({
  program: parsed(parseProgram, programSchema),
  constants: tensors,
});
/** By their outcomes. */
const runReplies = {
  done: openRecord({
    id,
    outcome: constant('done', '"done"'),
    values: tensors,
    vjps: tensorLists,
    echo: tensors,
    seconds: optional(tensorLists),
    jvps: optional(tensorLists),
    tangents: optional(tensors),
    aliases: optional(listOf('texts', text)),
    ruleCalls: optional(id),
    traces: optional(listOf('traces', trace)),
  }),
  ...failedReplies,
};

/** What an adapter answers to `start`. */
export const startReplySchema = messageSchema('The reply to start', {
  ...startReply.schema,
  anyOf: [
    { properties: { ops: { minItems: 1 } } },
    ...['functions', 'nodes'].map((name) => ({ required: [name], properties: { [name]: { minItems: 1 } } })),
  ],
});

/** What an adapter answers to `run`. */
export const runReplySchema = messageSchema('The reply to run', {
  oneOf: Object.values(runReplies).map(({ schema }) => schema),
});

/** The answer to `start`. @throws {ProtocolError} */
export function parseStartReply(line: string): StartReply {
  const reply = { limits: [], rowsOnly: [], pipeline: 1, ...read(startReply, jsonIn(line)) };
  const { ops, functions = [], nodes = [] } = reply;
  if (ops.length + functions.length + nodes.length === 0)
    throw new ProtocolError(
      '$.ops: expected a list of ops, at least one, where there are no functions and no nodes; got an empty list',
    );
  const problem = functionProblem(functions);
  if (problem !== undefined) throw new ProtocolError(problem);
  return reply;
}

/** The outcome in a line that answers request `id`. @throws {ProtocolError} */
export function parseRunReply(line: string, id: number): Outcome {
  const answer = answerIn(line, id);
  if ('failed' in answer) return answer.failed;
  const { id: _, outcome: kind, traces, ...done } = read(runReplies.done, answer.json);
  return { kind, seconds: [], ...done, ...(traces && { graphs: traces }) };
}
