/**
 * The messages of protocol.ts as JSON Schemas (draft 2020-12). The schema of a step is made from the vocabulary, so
 * that a new op needs no line here. The build writes them to dist/schema, for adapters in any language.
 */

import type { Json } from '../case/json.js';
import { kinkRanges } from '../case/kinks.js';
import { mostAxes } from '../case/parse.js';
import type { Step } from '../case/step.js';
import { dtypes } from '../case/tensor-data.js';
import { type AttributeKind, type OpFacts, opNames, vocabulary } from '../case/vocabulary.js';
import { allBiases } from '../generate/index.js';
import { protocolVersion } from './protocol.js';

type Schema = { readonly [keyword: string]: Json };

const text: Schema = { type: 'string' };
const integer: Schema = { type: 'integer' };
const natural: Schema = { type: 'integer', minimum: 0 };
const version: Schema = { const: protocolVersion };
const number: Schema = { anyOf: [{ type: 'number' }, { enum: ['NaN', 'Infinity', '-Infinity', '-0'] }] };
/** A number within bounds, and what else within them JSON has no number for. */
const bounded = (bounds: Schema, others: readonly string[]): Schema => ({
  anyOf: [{ type: 'number', ...bounds }, { enum: others }],
});
const dtype: Schema = { enum: dtypes };
const list = (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more });
const some = (items: Schema): Schema => list(items, { minItems: 1, uniqueItems: true });

/** An object with these fields and no others. */
const record = (
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
) => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
});

const shape = list(natural, { maxItems: mostAxes });
const tensor = record({
  dtype,
  shape,
  data: { anyOf: [list(number), { type: 'string', contentEncoding: 'base64' }] },
});
const tensors = list(tensor);
const tensorLists = list(tensors);

const attributes: Readonly<Record<AttributeKind, Schema>> = {
  number,
  'from-0': bounded({ minimum: 0 }, ['Infinity', '-0']),
  'below-1': bounded({ minimum: 0, exclusiveMaximum: 1 }, ['-0']),
  boolean: { type: 'boolean' },
  shape,
  axes: { anyOf: [integer, list(integer), { type: 'null' }] },
  'axis-list': list(integer),
  integer,
  natural,
  positive: { type: 'integer', minimum: 1 },
  bits: list({ enum: [0, 1] }),
  naturals: list(natural),
  sizes: list({ type: 'integer', minimum: -1 }),
  steps: list({ type: 'integer', not: { const: 0 } }),
  bounds: list({ anyOf: [integer, { type: 'null' }] }),
  bound: { anyOf: [bounded({}, ['Infinity', '-Infinity', '-0']), { type: 'null' }] },
  // A negative number takes entries away.
  padding: list(list(integer, { minItems: 2, maxItems: 2 })),
  approximate: { enum: ['none', 'tanh'] },
  text,
  'axis-pair': { anyOf: [list(integer, { minItems: 2, maxItems: 2 }), { type: 'null' }] },
};

const step: Schema = {
  oneOf: opNames.map((op) => {
    const { arity, attributes: kinds } = vocabulary[op] as OpFacts<Step>;
    const fields = Object.entries<AttributeKind>(kinds).map(([name, kind]) => [name, attributes[kind]]);
    const args = list(natural, arity === 'some' ? { minItems: 1 } : { minItems: arity, maxItems: arity });
    return record({ op: { const: op }, args, ...Object.fromEntries(fields) });
  }),
};

const program = record({
  inputs: list(record({ dtype, shape })),
  steps: list(step),
  outputs: list(natural, { minItems: 1 }),
});

const kinks = record(
  {},
  Object.fromEntries(
    Object.entries(kinkRanges).map(([op, [minimum, maximum]]) => [op, { type: 'number', minimum, maximum }]),
  ),
);

const testCase = record(
  {
    program,
    inputs: tensors,
    cotangents: tensorLists,
    mode: text,
    order: { enum: [1, 2] },
    directions: tensorLists,
  },
  { kinks },
);

const crashReport = record({ type: text, message: text, traceback: text });

const schema = (title: string, body: Schema): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title,
  ...body,
});

/** What the oracle sends. */
export const requestSchema = schema('A request to an adapter', {
  oneOf: [
    record({ cmd: { const: 'start' }, version }),
    record({ cmd: { const: 'run' }, id: natural, case: testCase }, { trace: { const: true } }),
    record({ cmd: { const: 'stop' } }),
  ],
});

/** What an adapter answers to `start`. */
export const startReplySchema = schema('The reply to start', {
  ...record(
    {
      version,
      implementation: record({ name: text, version: text, language: text, homepage: text }),
      ops: some({ enum: opNames }),
      dtypes: some(dtype),
      modes: some({ type: 'string', minLength: 1 }),
      maxOrder: { enum: [1, 2] },
      broadcasts: { type: 'boolean' },
    },
    {
      batchBroadcasts: { type: 'boolean' },
      traces: { type: 'boolean' },
      limits: list({ enum: allBiases }, { uniqueItems: true }),
      rowsOnly: list({ enum: opNames }, { uniqueItems: true }),
      pipeline: { type: 'integer', minimum: 1 },
    },
  ),
});

const trace = record({ program, constants: tensors });

/** What an adapter answers to `run`. */
export const runReplySchema = schema('The reply to run', {
  oneOf: [
    record(
      { id: natural, outcome: { const: 'done' }, values: tensors, vjps: tensorLists, echo: tensors },
      {
        seconds: tensorLists,
        jvps: tensorLists,
        aliases: list(text),
        ruleCalls: natural,
        traces: list(trace),
      },
    ),
    record({ id: natural, outcome: { const: 'malformed' }, problem: text }),
    record({ id: natural, outcome: { const: 'unsupported' }, why: text }, { issue: text }),
    record({ id: natural, outcome: { const: 'crashed' }, error: crashReport }),
  ],
});

/** A case on its own, as replay files and corpora hold it. */
export const caseSchema = schema('A case', testCase);
