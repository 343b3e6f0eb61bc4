/**
 * A graph that another framework traced, as the export scripts write it: arrays, and nodes whose ops have that framework's
 * names. docs/models.md describes the file.
 */
import { shape as shapeKind } from '../case/attributes.js';
import type { Json } from '../case/json.js';
import { type Kind, kindOf, listOf, oneOf, type RecordOf, record } from '../case/json-kinds.js';
import { type Parsed, parseWith } from '../case/parse.js';
import { Reader } from '../case/reader.js';
import { formatShape, sizeOf } from '../case/shape.js';
import { type DType, dtypes } from '../case/tensor-data.js';

export type Arguments = Readonly<Record<string, Json>>;

export const isRecord = (json: unknown): json is Arguments =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

const text = kindOf<string>('a string', { type: 'string' }, (json) => typeof json === 'string');

const numbers: Kind<readonly number[]> = {
  read: (reader, json, path) => reader.numbers(json, path, 'data'),
  schema: { type: 'array' },
};

/** Integers and booleans are known numbers, of which ops make attributes. */
const dtype = oneOf([...dtypes, 'int64', 'int32', 'uint8', 'bool']);

const array = { name: text, dtype, shape: shapeKind, data: numbers };

/** Whose names the ops have. */
export const graphName = oneOf(['aten', 'jaxpr']);

/** By the names that the op's own framework has for them; `{"ref": name}` is an array. */
export const args = kindOf<Arguments>('an object', { type: 'object' }, isRecord);

const fields = {
  graph: graphName,
  /**
   * `constant`: of the model, or computed from constants alone. `frozen`: computed from the inputs, but without a derivative,
   * as a comparison is; kept as it is at the example inputs.
   */
  inputs: listOf('arrays', record({ ...array, kind: oneOf(['input', 'parameter', 'constant', 'frozen']) })),
  nodes: listOf(
    'nodes',
    record({
      op: text,
      args,
      outputs: listOf('arrays', record(array)),
    }),
  ),
  outputs: listOf('names', text, { minItems: 1 }),
};

export type Graph = RecordOf<typeof fields>;
export type GraphNode = Graph['nodes'][number];
export type GraphArray = GraphNode['outputs'][number];

export const isFloat = ({ dtype: own }: { readonly dtype?: unknown }): boolean =>
  dtypes.includes(own as DType);

/** A graph, or all that is wrong with it, each problem with its path. */
export const parseGraph = (json: unknown): Parsed<Graph> =>
  parseWith(new Reader(), (reader) => {
    const graph = record(fields).read(reader, json, '$');
    if (reader.problems.length === 0) checkNames(graph, reader);
    return graph;
  });

/** Every name is that of one array, whose entries fill its shape. */
function checkNames({ inputs, nodes, outputs }: Graph, reader: Reader): void {
  const known = new Set<string>();
  const add = ({ name, shape, data }: GraphArray, path: string) => {
    known.add(name);
    if (data.length === sizeOf(shape)) return;
    reader.problem(
      `${path}.data`,
      `expected ${sizeOf(shape)} entries for shape ${formatShape(shape)}, got ${data.length}`,
    );
  };
  inputs.forEach((input, index) => {
    if (known.has(input.name))
      reader.problem(`$.inputs[${index}].name`, `two inputs have the name "${input.name}"`);
    add(input, `$.inputs[${index}]`);
  });
  nodes.forEach((node, index) => {
    for (const [at, output] of node.outputs.entries()) add(output, `$.nodes[${index}].outputs[${at}]`);
  });
  outputs.forEach((name, index) => {
    if (!known.has(name)) reader.problem(`$.outputs[${index}]`, `no array has the name "${name}"`);
  });
}
