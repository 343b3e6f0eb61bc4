/** An adapter's replies. Each kind is one value: how it is read and checked, and its JSON Schema. */
import { boolean, text } from '../case/attributes.js';
import type { GradientGraph, Outcome } from '../case/implementation.js';
import { constant, type Kind, kindOf, listOf, oneOf, openRecord, optional } from '../case/json-kinds.js';
import { type Parsed, parseProgram, parseTensor, parseWith } from '../case/parse.js';
import { describe, Reader } from '../case/reader.js';
import { dtypes, type TensorData } from '../case/tensor-data.js';
import { opNames } from '../case/vocabulary.js';
import { allBiases } from '../generate/index.js';
import { ProtocolError, parseLine, sound } from '../wire/reply.js';
import { protocolVersion, type StartReply } from './protocol.js';
import { messageSchema, programSchema, tensorSchema } from './schema.js';

const atLeast = (minimum: number): Kind<number> =>
  kindOf(
    `an integer ≥ ${minimum}`,
    { type: 'integer', minimum },
    (json) => Number.isInteger(json) && Number(json) >= minimum,
  );
const some = { minItems: 1, uniqueItems: true } as const;
const unique = { uniqueItems: true } as const;

const startReply = openRecord({
  version: constant(protocolVersion, String(protocolVersion)),
  implementation: openRecord({ name: text, version: text, language: text, homepage: text }),
  ops: listOf('ops', oneOf(opNames), some),
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
  rowsOnly: optional(listOf('ops', oneOf(opNames), unique)),
  pipeline: optional(atLeast(1)),
});

/** What a parser of cases makes of it. */
const parsed = <T>(parse: (json: unknown) => Parsed<T>, schema: Kind<T>['schema']): Kind<T> => ({
  read(reader, json, path) {
    const result = parse(json);
    if (result.ok) return result.value;
    for (const problem of result.problems) reader.problem(path + problem.path.slice(1), problem.message);
    return undefined as T;
  },
  schema,
});

const tensors = listOf<TensorData>('tensors', parsed(parseTensor, tensorSchema));
const tensorLists = listOf('lists of tensors', tensors);
const trace: Kind<GradientGraph> = openRecord({
  program: parsed(parseProgram, programSchema),
  constants: tensors,
});
const id = atLeast(0);

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
  malformed: openRecord({ id, outcome: constant('malformed', '"malformed"'), problem: text }),
  unsupported: openRecord({
    id,
    outcome: constant('unsupported', '"unsupported"'),
    why: text,
    issue: optional(text),
  }),
  crashed: openRecord({
    id,
    outcome: constant('crashed', '"crashed"'),
    error: openRecord({
      type: text,
      message: text,
      // A missing one is forgiven: the crash is reported all the same.
      traceback: { ...text, read: (reader, json, path) => text.read(reader, json ?? '', path) },
    }),
  }),
};

/** What an adapter answers to `start`. */
export const startReplySchema = messageSchema('The reply to start', startReply.schema);

/** What an adapter answers to `run`. */
export const runReplySchema = messageSchema('The reply to run', {
  oneOf: Object.values(runReplies).map(({ schema }) => schema),
});

/** The answer to `start`. @throws {ProtocolError} */
export const parseStartReply = (line: string): StartReply => ({
  limits: [],
  rowsOnly: [],
  pipeline: 1,
  ...read(startReply, jsonIn(line)),
});

/** The outcome in a line that answers request `id`. @throws {ProtocolError} */
export function parseRunReply(line: string, id: number): Outcome {
  const json = jsonIn(line);
  const { id: answered, outcome } = Object(json) as { readonly id?: unknown; readonly outcome?: unknown };
  if (answered !== id) {
    throw new ProtocolError(
      `$.id: expected ${id}, the request that waits for its reply, got ${describe(answered)}`,
    );
  }
  switch (outcome) {
    case 'done': {
      const { id: _, outcome: kind, traces, ...done } = read(runReplies.done, json);
      return { kind, seconds: [], ...done, ...(traces && { graphs: traces }) };
    }
    case 'malformed':
    case 'unsupported':
    case 'crashed': {
      const {
        id: _,
        outcome: kind,
        ...rest
      } = read<{ readonly id: number; readonly outcome: string }>(runReplies[outcome], json);
      return { kind, ...rest } as Outcome;
    }
    default:
      throw new ProtocolError(
        `$.outcome: expected "done", "malformed", "unsupported" or "crashed", got ${describe(outcome)}`,
      );
  }
}

const read = <T>(kind: Kind<T>, json: unknown): T =>
  sound(parseWith(new Reader(), (reader) => kind.read(reader, json, '$')));

function jsonIn(line: string): unknown {
  const json = parseLine(line);
  if (json !== undefined) return json;
  throw new ProtocolError(
    `expected a line of JSON, got ${describe(line)}; standard output belongs to the protocol, print to standard error`,
  );
}
