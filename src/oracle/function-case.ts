/** Where a function was asked, as it is saved and shown: a point, and the cotangents. */

import { text } from '../case/attributes.js';
import { encodeTensor, type Json } from '../case/json.js';
import { listOf, openRecord } from '../case/json-kinds.js';
import { type Parsed, parseWith } from '../case/parse.js';
import { Reader } from '../case/reader.js';
import type { TensorData } from '../case/tensor-data.js';
import { tensorLists, tensors } from './wire-kinds.js';

export interface FunctionCase {
  readonly function: string;
  /** What its inputs are called. */
  readonly names: readonly string[];
  readonly inputs: readonly TensorData[];
  readonly cotangents: readonly (readonly TensorData[])[];
}

const functionCase = openRecord({
  function: text,
  names: listOf('names', text),
  inputs: tensors,
  cotangents: tensorLists,
});

export const encodeFunctionCase = (asked: FunctionCase): Json => ({
  function: asked.function,
  names: asked.names,
  inputs: asked.inputs.map(encodeTensor),
  cotangents: asked.cotangents.map((list) => list.map(encodeTensor)),
});

/** Whether the JSON is meant to be one. */
export const isFunctionCase = (json: unknown): boolean => Object.hasOwn(Object(json), 'function');

export const parseFunctionCase = (json: unknown): Parsed<FunctionCase> =>
  parseWith(new Reader(), (reader) => functionCase.read(reader, json, '$'));
