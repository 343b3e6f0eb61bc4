/** A node that no step is like, as a function: of those of its arguments that it may be differentiated by. */
import { natural, text } from '../case/attributes.js';
import { encodeNumber, type Json } from '../case/json.js';
import { type Kind, listOf, openRecord, type RecordOf } from '../case/json-kinds.js';
import type { DType } from '../case/tensor-data.js';
import {
  type Arguments,
  args,
  type GraphArray,
  type GraphNode,
  graphName,
  isFloat,
  isRecord,
} from './graph.js';

const fields = {
  graph: graphName,
  op: text,
  /** As in the graph, but that `{"input": n}` is the nth input, and `{"array": …}` what has no derivative. */
  args,
  /** The places of those outputs that have a derivative. */
  outputs: listOf('places', natural, { minItems: 1 }),
};

/** What an adapter needs to know of a node to run it. */
export type OpaqueNode = RecordOf<typeof fields>;
export const opaqueNode: Kind<OpaqueNode> = openRecord(fields);

/** A node as a function, and what it was given and made where the graph was traced. */
export interface Opaque {
  /** That of its first output. */
  readonly name: string;
  readonly node: OpaqueNode;
  /** Each has the name of the argument that it is. */
  readonly inputs: readonly GraphArray[];
  /** What it made, by place. */
  readonly recorded: readonly GraphArray[];
}

interface Arrays {
  /** @returns undefined if nothing that is known makes it */
  array(name: string): GraphArray | undefined;
  /** Whether no input of the model changes it, or it has no derivative. */
  isFixed(name: string): boolean;
}

/** @returns why it is no function with a gradient: a sentence without its subject and its full stop */
export function opaqueOf(graph: OpaqueNode['graph'], node: GraphNode, arrays: Arrays): Opaque | string {
  const inputs: GraphArray[] = [];
  let missing: string | undefined;
  const filled = (json: Json, path: string): Json => {
    if (Array.isArray(json)) return json.map((each, index) => filled(each, `${path}.${index}`));
    if (!isRecord(json)) return json;
    const { ref } = json;
    if (typeof ref !== 'string') return filledIn(json, `${path}.`);
    const array = arrays.array(ref);
    if (array === undefined) {
      missing ??= ref;
      return null;
    }
    const { dtype, shape, data } = array;
    if (arrays.isFixed(ref) || !isFloat(array))
      return { array: { dtype, shape, data: data.map(encodeNumber) } };
    return { input: inputs.push({ ...array, name: path }) - 1 };
  };
  const filledIn = (json: Arguments, before: string): Arguments =>
    Object.fromEntries(Object.entries(json).map(([name, each]) => [name, filled(each, before + name)]));
  const own = filledIn(node.args, '');
  const outputs = [...node.outputs.entries()].filter(
    ([, each]) => isFloat(each) && !arrays.isFixed(each.name),
  );
  if (missing !== undefined) return `takes ${missing}, which nothing that is known makes`;
  if (inputs.length === 0) return 'has no argument to be differentiated by';
  if (outputs.length === 0) return 'makes nothing that has a derivative';
  return {
    // Several outputs have the node's name, and a number each.
    name: (node.outputs[0]?.name ?? node.op).replace(/\.0$/, ''),
    node: { graph, op: node.op, args: own, outputs: outputs.map(([place]) => place) },
    inputs,
    recorded: outputs.map(([, each]) => each),
  };
}

/** The same with all arrays of floats in one dtype. */
export const inDType = (node: OpaqueNode, dtype: DType): OpaqueNode => {
  const cast = (json: Json): Json => {
    if (Array.isArray(json)) return json.map(cast);
    if (!isRecord(json)) return json;
    const { array } = json;
    return isRecord(array) ? { array: isFloat(array) ? { ...array, dtype } : array } : castAll(json);
  };
  const castAll = (json: Arguments): Arguments =>
    Object.fromEntries(Object.entries(json).map(([name, each]) => [name, cast(each)]));
  return { ...node, args: castAll(node.args) };
};
