/**
 * Cases, and the requests of protocol.ts, as JSON Schemas (draft 2020-12); replies are in reply.ts. The schema of a step is
 * made from the vocabulary, so that a new op needs no line here. The build writes them to dist/schema, for adapters in any language.
 */
import { number, shape } from '../case/attributes.js';
import { list, natural, record, type Schema, text } from '../case/json-schema.js';
import { kinkRanges } from '../case/kinks.js';
import type { CaseEntry } from '../case/ops/entry.js';
import { dtypes } from '../case/tensor-data.js';
import { opNames, vocabulary } from '../case/vocabulary.js';
import { opaqueNode } from '../imports/index.js';
import { protocolVersion } from './protocol.js';

const version: Schema = { const: protocolVersion };
const dtype: Schema = { enum: dtypes };

export const tensorSchema = record(
  {
    dtype,
    shape: shape.schema,
    data: { anyOf: [list(number.schema), { type: 'string', contentEncoding: 'base64' }] },
  },
  { strides: list({ type: 'integer', minimum: 1 }) },
);
const tensors = list(tensorSchema);
const tensorLists = list(tensors);

const step: Schema = {
  oneOf: opNames.map((op) => {
    const { arity, attributes }: CaseEntry = vocabulary[op];
    const fields = Object.entries(attributes).map(([name, { schema }]) => [name, schema]);
    const args = list(natural, arity === 'some' ? { minItems: 1 } : { minItems: arity, maxItems: arity });
    return record({ op: { const: op }, args, ...Object.fromEntries(fields) });
  }),
};

export const programSchema = record({
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
    program: programSchema,
    inputs: tensors,
    cotangents: tensorLists,
    mode: text,
    order: { enum: [1, 2] },
    directions: tensorLists,
  },
  { kinks, tangents: tensors, batched: { const: true } },
);

export const messageSchema = (title: string, body: Schema): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title,
  ...body,
});

/** Of a function that is a node of a graph. */
const ofNode = { node: opaqueNode.schema };

/** What the oracle sends. */
export const requestSchema = messageSchema('A request to an adapter', {
  oneOf: [
    record({ cmd: { const: 'start' }, version }),
    record({ cmd: { const: 'run' }, id: natural, case: testCase }, { trace: { const: true } }),
    record({ cmd: { const: 'values' }, id: natural, function: text, points: tensorLists }, ofNode),
    record(
      { cmd: { const: 'vjps' }, id: natural, function: text, inputs: tensors, cotangents: tensorLists },
      { again: { const: true }, batched: { const: true }, ...ofNode },
    ),
    record({ cmd: { const: 'jvp' }, id: natural, function: text, inputs: tensors, tangent: tensors }, ofNode),
    record({ cmd: { const: 'stop' } }),
  ],
});

/** A case on its own, as in replay files and corpora. */
export const caseSchema = messageSchema('A case', testCase);
