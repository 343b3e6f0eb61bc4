/** Where a function was asked, as it is saved and shown: a point, and the cotangents. */

import { text } from '../case/attributes.js';
import { encodeTensor, type Json } from '../case/json.js';
import { listOf, openRecord, optional } from '../case/json-kinds.js';
import { type Parsed, parseWith } from '../case/parse.js';
import { Reader } from '../case/reader.js';
import type { TensorData } from '../case/tensor-data.js';
import { type OpaqueNode, opaqueNode } from '../imports/index.js';
import { tensorLists, tensors } from './wire-kinds.js';

export interface FunctionCase {
  readonly function: string;
  /** What an adapter runs, if it is a node of a graph. */
  readonly node?: OpaqueNode;
  /** What its inputs are called. */
  readonly names: readonly string[];
  readonly inputs: readonly TensorData[];
  readonly cotangents: readonly (readonly TensorData[])[];
}

const functionCase = openRecord({
  function: text,
  node: optional(opaqueNode),
  names: listOf('names', text),
  inputs: tensors,
  cotangents: tensorLists,
});

export const encodeFunctionCase = (asked: FunctionCase): Json => ({
  function: asked.function,
  ...(asked.node && { node: asked.node }),
  names: asked.names,
  inputs: asked.inputs.map(encodeTensor),
  cotangents: asked.cotangents.map((list) => list.map(encodeTensor)),
});

/** Of an adapter that does not run such nodes, in words behind its name. */
export const runsNone = ({ graph }: OpaqueNode): string => `runs no single nodes of ${graph} graphs`;

/** Whether the JSON is meant to be one. */
export const isFunctionCase = (json: unknown): boolean => Object.hasOwn(Object(json), 'function');

export const parseFunctionCase = (json: unknown): Parsed<FunctionCase> =>
  parseWith(new Reader(), (reader) => functionCase.read(reader, json, '$'));
