/** What answers `values`, `vjps` and `jvp`, the requests about a function. */
import { constant, type Kind, kindOf, listOf, openRecord, optional } from '../case/json-kinds.js';
import type { TensorData } from '../case/tensor-data.js';
import { messageSchema } from './schema.js';
import {
  answerIn,
  type Failed,
  failedReplies,
  id,
  read,
  tensor,
  tensorLists,
  tensors,
} from './wire-kinds.js';

const done = constant('done', '"done"');
const none = kindOf<null>('null', { type: 'null' }, (json) => json === null);
const gradient: Kind<TensorData | null> = {
  read: (reader, json, path) => (json === null ? null : tensor.read(reader, json, path)),
  schema: { anyOf: [tensor.schema, none.schema] },
};
const values = openRecord({ id, outcome: done, values: tensorLists });
const vjps = openRecord({
  id,
  outcome: done,
  vjps: listOf('lists of gradients', listOf('gradients', gradient)),
  echo: optional(tensors),
  again: optional(
    openRecord({ values: tensors, vjps: listOf('lists of gradients', listOf('gradients', gradient)) }),
  ),
});

export interface Values {
  readonly kind: 'done';
  /** By point, one tensor per output. */
  readonly values: readonly (readonly TensorData[])[];
}

export interface Vjps {
  readonly kind: 'done';
  /** By cotangent, one gradient per input. */
  readonly vjps: readonly (readonly (TensorData | null)[])[];
  /** The inputs, then the cotangents in order, as they are after the run; left out where nothing was changed. */
  readonly echo?: readonly TensorData[];
  /** Of a second run: the values, and the gradients of the first two cotangents. */
  readonly again?: {
    readonly values: readonly TensorData[];
    readonly vjps: readonly (readonly (TensorData | null)[])[];
  };
}

export interface Jvp {
  readonly kind: 'done';
  /** Jv, one tensor per output. */
  readonly tangents: readonly TensorData[];
}

const jvp = openRecord({ id, outcome: done, tangents: tensors });

const failed = Object.values(failedReplies).map(({ schema }) => schema);

/** What an adapter answers to `values`. */
export const valuesReplySchema = messageSchema('The reply to values', { oneOf: [values.schema, ...failed] });

/** What an adapter answers to `vjps`. */
export const vjpsReplySchema = messageSchema('The reply to vjps', { oneOf: [vjps.schema, ...failed] });

/** What an adapter answers to `jvp`. */
export const jvpReplySchema = messageSchema('The reply to jvp', { oneOf: [jvp.schema, ...failed] });

/** @throws {ProtocolError} */
export function parseJvpReply(line: string, asked: number): Jvp | Failed {
  const answer = answerIn(line, asked);
  return 'failed' in answer ? answer.failed : { kind: 'done', tangents: read(jvp, answer.json).tangents };
}

/** @throws {ProtocolError} */
export function parseValuesReply(line: string, asked: number): Values | Failed {
  const answer = answerIn(line, asked);
  return 'failed' in answer ? answer.failed : { kind: 'done', values: read(values, answer.json).values };
}

/** @throws {ProtocolError} */
export function parseVjpsReply(line: string, asked: number): Vjps | Failed {
  const answer = answerIn(line, asked);
  if ('failed' in answer) return answer.failed;
  const { vjps: found, echo, again } = read(vjps, answer.json);
  return { kind: 'done', vjps: found, ...(echo && { echo }), ...(again && { again }) };
}
