/** The words that JSON Schemas (draft 2020-12) of cases and messages are written with. */
import type { Json } from './json.js';

export type Schema = { readonly [keyword: string]: Json };

export const text: Schema = { type: 'string' };
export const integer: Schema = { type: 'integer' };
export const natural: Schema = { type: 'integer', minimum: 0 };

export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });

/** A number within bounds, and what else within them JSON has no number for. */
export const bounded = (bounds: Schema, others: readonly string[]): Schema => ({
  anyOf: [{ type: 'number', ...bounds }, { enum: others }],
});

export const list = (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more });

/** An object with these fields and no others. */
export const record = (
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
});
