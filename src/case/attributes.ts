/**
 * The kinds of attributes that ops have. Each is one value: its TypeScript type, how it is read from JSON, and its JSON
 * Schema. Bounds that hold whatever the arguments are stand in the schema alone; the reader leaves them to the shapes, whose
 * errors say more.
 */
import type { Bounds, Padding } from './indexing.js';
import { type Kind, kindOf } from './json-kinds.js';
import * as schemas from './json-schema.js';
import { bounded, list, orNull, type Schema } from './json-schema.js';
import { mostAxes } from './reader.js';
import type { Axes, Shape } from './shape.js';
import type { PlanePair } from './windows.js';

export type Attribute<T = unknown> = Kind<T>;

const numberIn = (schema: Schema): Attribute<number> => ({
  read: (reader, json, path) => reader.number(json, path),
  schema,
});
export const number = numberIn(bounded({}, ['NaN', 'Infinity', '-Infinity', '-0']));
export const from0 = numberIn(bounded({ minimum: 0 }, ['Infinity', '-0']));
export const below1 = numberIn(bounded({ minimum: 0, exclusiveMaximum: 1 }, ['-0']));

const integerIn = (schema: Schema): Attribute<number> => ({
  read: (reader, json, path) => reader.integer(json, path),
  schema,
});
export const integer = integerIn(schemas.integer);
export const natural = integerIn(schemas.natural);
export const positive = integerIn({ type: 'integer', minimum: 1 });

const integersOf = (items: Schema): Attribute<readonly number[]> => ({
  read: (reader, json, path) => reader.integers(json, path, 'integers'),
  schema: list(items),
});
export const naturals = integersOf(schemas.natural);
export const bits = integersOf({ enum: [0, 1] });
/** -1 is a size that stays as it is. */
export const sizes = integersOf({ type: 'integer', minimum: -1 });
export const steps = integersOf({ type: 'integer', not: { const: 0 } });

export const boolean = kindOf<boolean>(
  'true or false',
  { type: 'boolean' },
  (json) => typeof json === 'boolean',
);

const textAs = <T extends string>(schema: Schema): Attribute<T> =>
  kindOf('a string', schema, (json) => typeof json === 'string');
export const text = textAs(schemas.text);
export const approximate = textAs<'none' | 'tanh'>({ enum: ['none', 'tanh'] });

export const shape: Attribute<Shape> = {
  read: (reader, json, path) => reader.shape(json, path),
  schema: list(schemas.natural, { maxItems: mostAxes }),
};

export const axisList: Attribute<readonly number[]> = {
  read: (reader, json, path) => reader.integers(json, path, 'axes', 'an axis (an integer)'),
  schema: list(schemas.integer),
};

const pair: Schema = list(schemas.integer, { minItems: 2, maxItems: 2 });

/** One number for the rows of images, one for the columns. */
const perPlaneAxis = (items: Schema): Attribute<PlanePair> => ({
  read(reader, json, path) {
    const both = reader.integers(json, path, 'a number for the rows and one for the columns');
    if (both.length !== 2) reader.expected('two integers', json, path);
    return both as [number, number];
  },
  schema: list(items, { minItems: 2, maxItems: 2 }),
});
export const positivePair = perPlaneAxis({ type: 'integer', minimum: 1 });
export const naturalPair = perPlaneAxis(schemas.natural);

export const axisPair: Attribute<readonly [number, number] | null> = {
  read(reader, json, path) {
    if (json === null) return null;
    const axes = axisList.read(reader, json, path);
    if (axes.length !== 2) reader.expected('null or two axes', json, path);
    return axes as readonly [number, number];
  },
  schema: orNull(pair),
};

export const axes: Attribute<Axes> = {
  read(reader, json, path) {
    if (json === null || (typeof json === 'number' && Number.isInteger(json))) return json;
    if (Array.isArray(json)) return axisList.read(reader, json, path);
    reader.expected('null, an integer or a list of integers', json, path);
    return null;
  },
  schema: { anyOf: [schemas.integer, list(schemas.integer), { type: 'null' }] },
};

/** A bound, or `null` for none. */
export const bound: Attribute<number | null> = {
  read: (reader, json, path) => (json === null ? null : reader.number(json, path)),
  schema: orNull(bounded({}, ['Infinity', '-Infinity', '-0'])),
};

export const bounds: Attribute<Bounds> = {
  read: (reader, json, path) =>
    reader.list(json, path, 'bounds', (each, at) =>
      each === null ? null : reader.integer(each, at, 'an integer or null'),
    ),
  schema: list(orNull(schemas.integer)),
};

/** A negative number takes entries away. */
export const padding: Attribute<Padding> = {
  read: (reader, json, path) =>
    reader.list(json, path, 'padding', (each, at) => {
      const ends = reader.integers(each, at, 'the padding before and after');
      if (ends.length !== 2) reader.expected('two integers', each, at);
      return ends as [number, number];
    }),
  schema: list(pair),
};
