/**
 * JSON for numbers and cases. JSON has no NaN, ±∞ or -0; they travel as the strings
 * "NaN", "Infinity", "-Infinity" and "-0". Canonical JSON (sorted keys, no spaces) gives a case its id.
 */
import type { Case } from './case.js';
import type { Kinks } from './kinks.js';
import type { Program } from './program.js';
import type { TensorData } from './tensor-data.js';
import type { Step } from './vocabulary.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const specials: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

/** A number as JSON can hold it. */
export function encodeNumber(value: number): number | string {
  if (isWritten(value)) return value;
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Whether JSON has it as a number. */
const isWritten = (value: number): boolean => Number.isFinite(value) && !Object.is(value, -0);

/** The number that JSON held, or undefined when it is none. */
export function decodeNumber(json: unknown): number | undefined {
  if (typeof json === 'number') return json;
  return typeof json === 'string' && Object.hasOwn(specials, json) ? specials[json] : undefined;
}

/** A tensor as JSON: `{ dtype, shape, data }`, where NaN, infinities and -0 are strings. */
export const encodeTensor = (tensor: TensorData): Json => ({
  dtype: tensor.dtype,
  shape: tensor.shape,
  data: tensor.data.every(isWritten) ? tensor.data : tensor.data.map(encodeNumber),
  ...(tensor.strides && { strides: tensor.strides }),
});

/** A program as JSON; `parseProgram` reads it back to an equal program. */
export const encodeProgram = (program: Program): Json => ({
  inputs: program.inputs.map(({ dtype, shape }) => ({ dtype, shape })),
  steps: program.steps.map(encodeStep),
  outputs: program.outputs,
});

const encodeTensors = (tensors: readonly TensorData[]): Json => tensors.map(encodeTensor);
const encodeLists = (lists: readonly (readonly TensorData[])[]): Json => lists.map(encodeTensors);

/** How each field of a case is written, in their order. */
const fields = {
  program: encodeProgram,
  inputs: encodeTensors,
  cotangents: encodeLists,
  mode: (mode: string): Json => mode,
  order: (order: number): Json => order,
  directions: encodeLists,
  tangents: encodeTensors,
  batched: (batched: boolean): Json => batched,
  kinks: (kinks: Kinks): Json => ({ ...kinks }),
} satisfies { readonly [Name in keyof Required<Case>]: (value: Required<Case>[Name]) => Json };

const names = Object.keys(fields) as readonly (keyof Case)[];

/** The fields that a case has, each with what writes it. */
const writtenIn = (testCase: Case) =>
  names.flatMap((name) => {
    const value: unknown = testCase[name];
    return value === undefined ? [] : [{ name, value, encode: fields[name] as (value: unknown) => Json }];
  });

/** A case as JSON; `parseCase` reads it back to an equal case. */
export const encodeCase = (testCase: Case): Json =>
  Object.fromEntries(writtenIn(testCase).map(({ name, value, encode }) => [name, encode(value)]));

/** The text of fields that are objects. Laws run a case again with another mode or cotangent, and all else as it was. */
const texts = new WeakMap<object, string>();

/** What JSON.stringify makes of `encodeCase`. Nothing that a case holds may be written to afterwards. */
export const caseText = (testCase: Case): string =>
  `{${writtenIn(testCase)
    .map(
      ({ name, value, encode }) =>
        `"${name}":${name === 'cotangents' ? listsText(testCase.cotangents) : textOf(value, encode)}`,
    )
    .join()}}`;

/** The text of what an adapter echoes: the inputs and the tensors of all cotangents, in one list. */
export const givenText = ({ inputs, cotangents }: Case): string =>
  `[${[inputs, ...cotangents]
    .filter(({ length }) => length > 0)
    .map((list) => tensorsText(list).slice(1, -1))
    .join()}]`;

const listsText = (lists: readonly (readonly TensorData[])[]): string =>
  kept(lists, () => `[${lists.map(tensorsText).join()}]`);

const tensorsText = (list: readonly TensorData[]): string =>
  kept(list, () => JSON.stringify(encodeTensors(list)));

function textOf(value: unknown, encode: (value: unknown) => Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(encode(value));
  return kept(value, () => JSON.stringify(encode(value)));
}

function kept(value: object, write: () => string): string {
  const found = texts.get(value) ?? write();
  texts.set(value, found);
  return found;
}

function encodeStep(step: Step): Json {
  return Object.fromEntries(
    Object.entries(step).map(([key, value]) => [
      key,
      typeof value === 'number' ? encodeNumber(value) : value,
    ]),
  ) as Json;
}

/** JSON text with keys sorted and no white space: equal values give equal text in every language. */
export function canonicalJson(value: Json): string {
  if (!isObject(value)) return JSON.stringify(value);
  // Long lists are lists of numbers.
  if (Array.isArray(value))
    return value.some(isObject) ? `[${value.map(canonicalJson).join(',')}]` : JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`;
}

const isObject = (value: Json): value is readonly Json[] | { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null;
