/** Functions that an adapter has beside ops, or instead of them: what each takes. How it is read, and its JSON Schema. */
import { at } from '../case/at.js';
import { boolean, shape } from '../case/attributes.js';
import { type Kind, kindOf, listOf, oneOf, openRecord, optional } from '../case/json-kinds.js';
import { parseProgram } from '../case/parse.js';
import type { Program } from '../case/program.js';
import { dtypes, type TensorData } from '../case/tensor-data.js';
import { type Description, definitionOf, givenOf, type NumberDomain } from '../functions/index.js';
import { rowNames } from './rows.js';
import { programSchema } from './schema.js';
import { parsed, tensor } from './wire-kinds.js';

/** A function: its name is that of its row. */
export interface FunctionEntry {
  readonly name: string;
  /** What is drawn for each parameter; or samples for all, where it is asked as they are. */
  readonly inputs: readonly (Description | TensorData)[];
  /** 2 also asks the law of symmetry, by differences of the gradient. Default 1. */
  readonly order?: 1 | 2;
  /** The function as an expression of its inputs' names, or as a program: the reference then has the truth. */
  readonly definition?: string | Program;
  /** Whether it has a forward mode. Default: it has none. */
  readonly jvp?: boolean;
  /** Whether it pulls back several cotangents as one batch. Default: no. */
  readonly batched?: boolean;
}

const naming = '^[A-Za-z_][A-Za-z0-9_.-]{0,99}$';
const name = kindOf<string>(
  'a name of letters, digits, "_", "." and "-"',
  { type: 'string', pattern: naming },
  (json) => typeof json === 'string' && new RegExp(naming).test(json),
);

const nonempty: Kind<string> = kindOf(
  'a name',
  { type: 'string', minLength: 1 },
  (json) => typeof json === 'string' && json !== '',
);
const isSize = (json: unknown): boolean =>
  (Number.isInteger(json) && Number(json) >= 0) || (typeof json === 'string' && json !== '');
const size = kindOf<number | string>(
  'a size, or the name of one',
  { anyOf: [{ type: 'integer', minimum: 0 }, nonempty.schema] },
  isSize,
);

const words = ['real', 'positive', 'nonzero', 'integer'] as const;
const isBounds = (json: unknown): boolean =>
  Array.isArray(json) &&
  json.length === 2 &&
  json.every((each) => Number.isFinite(each)) &&
  json[0] < json[1];
const isIntegers = (json: unknown): boolean => {
  const { integer, ...others } = Object(json) as { readonly integer?: unknown };
  if (Object.keys(others).length > 0 || !Array.isArray(integer) || integer.length !== 2) return false;
  const [low, high] = integer as readonly unknown[];
  return (
    Number.isInteger(low) &&
    (typeof high === 'string' ? high !== '' : Number.isInteger(high) && Number(high) >= Number(low))
  );
};
const domain = kindOf<NumberDomain>(
  `one of ${words.join(', ')}, [low, high], or {"integer": [low, high]}`,
  {
    anyOf: [
      { enum: words },
      { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
      {
        type: 'object',
        properties: {
          integer: {
            type: 'array',
            prefixItems: [{ type: 'integer' }, { anyOf: [{ type: 'integer' }, nonempty.schema] }],
            minItems: 2,
            maxItems: 2,
          },
        },
        required: ['integer'],
        additionalProperties: false,
      },
    ],
  },
  (json) => words.includes(json as (typeof words)[number]) || isBounds(json) || isIntegers(json),
);

const description: Kind<Description> = openRecord({
  shape: listOf('sizes', size, { maxItems: Number(shape.schema.maxItems) }),
  domain: optional(domain),
  dtype: optional(oneOf(dtypes)),
  name: optional(nonempty),
});

/** What holds data is a sample. */
const input: Kind<Description | TensorData> = {
  read: (reader, json, path) =>
    isSample(json) ? tensor.read(reader, json, path) : description.read(reader, json, path),
  schema: { anyOf: [description.schema, tensor.schema] },
};

const isSample = (json: unknown): boolean => Object.hasOwn(Object(json), 'data');

export const functionInputs = listOf('inputs', input, { minItems: 1 });

export const order = oneOf([1, 2]);

/** The further ways in which a function may be differentiated. */
export const ways = { jvp: optional(boolean), batched: optional(boolean) };

const program: Kind<Program> = parsed(parseProgram, programSchema);

export const definition: Kind<string | Program> = {
  read: (reader, json, path) => (typeof json === 'string' ? json : program.read(reader, json, path)),
  schema: { anyOf: [{ type: 'string' }, program.schema] },
};

const functionEntry: Kind<FunctionEntry> = openRecord({
  name,
  inputs: functionInputs,
  order: optional(order),
  definition: optional(definition),
  ...ways,
});

export const functions = listOf('functions', functionEntry);

export const isDescribed = (each: Description | TensorData): each is Description => !isSample(each);

/** What no schema tells: a sentence, with the place. */
export function functionProblem(entries: readonly FunctionEntry[]): string | undefined {
  for (const [index, entry] of entries.entries()) {
    const path = `$.functions[${index}]`;
    if (rowNames.includes(entry.name))
      return `${path}.name: "${entry.name}" is a row of its own; give the function another name`;
    if (entries.findIndex((other) => other.name === entry.name) < index)
      return `${path}.name: there are two functions "${entry.name}"`;
    const problem = inputsProblem(entry);
    if (problem !== undefined) return `${path}.inputs: ${problem}`;
    const unfit = definitionProblem(entry);
    if (unfit !== undefined) return `${path}.definition: ${unfit}`;
  }
  return undefined;
}

/** @returns a sentence without its full stop */
function definitionProblem({ inputs, definition: known }: FunctionEntry): string | undefined {
  if (known === undefined) return undefined;
  if (typeof known !== 'string') return programProblem(known, inputs);
  try {
    definitionOf(known, givenOf(inputs.map((each) => (isDescribed(each) ? each : undefined))).names);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message.replace(/\.$/, '');
    throw error;
  }
}

/** A program has sizes, and so must have what it is given. @returns a sentence without its full stop */
export function programProblem(
  { inputs: types }: Program,
  inputs: FunctionEntry['inputs'],
): string | undefined {
  if (types.length !== inputs.length)
    return `the program takes ${types.length} inputs, and the function ${inputs.length}`;
  const place = types.findIndex(({ shape: sizes, dtype }, n) => {
    const { shape: own, dtype: given = 'float64' } = at(inputs, n);
    return dtype !== given || own.length !== sizes.length || own.some((each, axis) => each !== sizes[axis]);
  });
  if (place === -1) return undefined;
  const { shape: sizes, dtype } = at(types, place);
  const { shape: own, dtype: given = 'float64' } = at(inputs, place);
  return `input ${place} of the program is ${dtype} of shape (${sizes.join(', ')}), and that of the function ${given} of shape (${own.join(', ')}); for sizes with names use an expression`;
}

/** @returns a sentence without its full stop */
export function inputsProblem({ inputs }: FunctionEntry): string | undefined {
  const described = inputs.filter(isDescribed);
  if (described.length === 0) return undefined;
  if (described.length < inputs.length)
    return 'some are samples, others descriptions; give all as descriptions, or all as samples';
  const names = described.flatMap((each) => each.shape);
  const unknown = described.flatMap(({ domain: where }) => {
    const high = typeof where === 'object' && 'integer' in where ? where.integer[1] : 0;
    return typeof high === 'string' && !names.includes(high) ? [high] : [];
  })[0];
  return unknown === undefined ? undefined : `no shape has the size "${unknown}" that a domain names`;
}
