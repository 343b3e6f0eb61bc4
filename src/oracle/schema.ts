/**
 * The messages of protocol.ts as JSON Schemas (draft 2020-12). The schema of a step is made from the vocabulary, so
 * that a new op needs no line here. The build writes them to dist/schema, for adapters in any language.
 */
import { number, shape } from '../case/attributes.js';
import { list, natural, record, type Schema, text } from '../case/json-schema.js';
import { kinkRanges } from '../case/kinks.js';
import type { CaseEntry } from '../case/ops/entry.js';
import { dtypes } from '../case/tensor-data.js';
import { opNames, vocabulary } from '../case/vocabulary.js';
import { allBiases } from '../generate/index.js';
import { protocolVersion } from './protocol.js';

const version: Schema = { const: protocolVersion };
const dtype: Schema = { enum: dtypes };
const some = (items: Schema): Schema => list(items, { minItems: 1, uniqueItems: true });

const tensor = record({
  dtype,
  shape: shape.schema,
  data: { anyOf: [list(number.schema), { type: 'string', contentEncoding: 'base64' }] },
});
const tensors = list(tensor);
const tensorLists = list(tensors);

const step: Schema = {
  oneOf: opNames.map((op) => {
    const { arity, attributes }: CaseEntry = vocabulary[op];
    const fields = Object.entries(attributes).map(([name, { schema }]) => [name, schema]);
    const args = list(natural, arity === 'some' ? { minItems: 1 } : { minItems: arity, maxItems: arity });
    return record({ op: { const: op }, args, ...Object.fromEntries(fields) });
  }),
};

const program = record({
  inputs: list(record({ dtype, shape: shape.schema })),
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
