/** Kinds that messages of the protocol share. */
import { text } from '../case/attributes.js';
import type { Outcome } from '../case/implementation.js';
import { constant, type Kind, kindOf, listOf, openRecord, optional } from '../case/json-kinds.js';
import { type Parsed, parseTensor, parseWith } from '../case/parse.js';
import { describe, Reader } from '../case/reader.js';
import type { TensorData } from '../case/tensor-data.js';
import { ProtocolError, parseLine, sound } from '../wire/reply.js';
import { tensorSchema } from './schema.js';

export const atLeast = (minimum: number): Kind<number> =>
  kindOf(
    `an integer ≥ ${minimum}`,
    { type: 'integer', minimum },
    (json) => Number.isInteger(json) && Number(json) >= minimum,
  );

/** What a parser of cases makes of it. */
export const parsed = <T>(parse: (json: unknown) => Parsed<T>, schema: Kind<T>['schema']): Kind<T> => ({
  read(reader, json, path) {
    const result = parse(json);
    if (result.ok) return result.value;
    for (const problem of result.problems) reader.problem(path + problem.path.slice(1), problem.message);
    return undefined as T;
  },
  schema,
});

export const tensor: Kind<TensorData> = parsed(parseTensor, tensorSchema);
export const tensors = listOf('tensors', tensor);
export const tensorLists = listOf('lists of tensors', tensors);
export const id = atLeast(0);

/** The replies that hold no answer, by their outcomes. */
export const failedReplies = {
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

/** @throws {ProtocolError} that tells the first problem. */
export const read = <T>(kind: Kind<T>, json: unknown): T =>
  sound(parseWith(new Reader(), (reader) => kind.read(reader, json, '$')));

export function jsonIn(line: string): unknown {
  const json = parseLine(line);
  if (json !== undefined) return json;
  throw new ProtocolError(
    `expected a line of JSON, got ${describe(line)}; standard output belongs to the protocol, print to standard error`,
  );
}

/** An outcome without an answer. */
export type Failed = Exclude<Outcome, { readonly kind: 'done' }>;

interface Named {
  readonly id: number;
  readonly outcome: string;
}

/** The JSON in a line that answers request `id`, once it is known to be done; else what was returned instead. */
export function answerIn(line: string, id: number): { readonly json: unknown } | { readonly failed: Failed } {
  const json = jsonIn(line);
  const { id: answered, outcome } = Object(json) as { readonly id?: unknown; readonly outcome?: unknown };
  if (answered !== id) {
    throw new ProtocolError(
      `$.id: expected ${id}, the request that waits for its reply, got ${describe(answered)}`,
    );
  }
  switch (outcome) {
    case 'done':
      return { json };
    case 'malformed':
    case 'unsupported':
    case 'crashed': {
      const { id: _, outcome: kind, ...rest } = read<Named>(failedReplies[outcome], json);
      return { failed: { kind, ...rest } as Failed };
    }
    default:
      throw new ProtocolError(
        `$.outcome: expected "done", "malformed", "unsupported" or "crashed", got ${describe(outcome)}`,
      );
  }
}
