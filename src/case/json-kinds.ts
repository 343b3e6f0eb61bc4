/** Kinds of JSON. Each is one value: its TypeScript type, how it is read, and its JSON Schema. */
import type { Json } from './json.js';
import type { Schema } from './json-schema.js';
import * as schemas from './json-schema.js';
import type { Reader } from './reader.js';

export interface Kind<T> {
  /** The value in the JSON. Problems are reported to the reader; the value must then not be used. */
  read(reader: Reader, json: unknown, path: string): T;
  readonly schema: Schema;
}

/** Whatever `fits`. @param what what a complaint says was expected */
export const kindOf = <T>(what: string, schema: Schema, fits: (json: unknown) => boolean): Kind<T> => ({
  read(reader, json, path) {
    if (!fits(json)) reader.expected(what, json, path);
    return json as T;
  },
  schema,
});

export const oneOf = <const T extends Json>(
  options: readonly T[],
  what = `one of ${options.join(', ')}`,
): Kind<T> => kindOf(what, { enum: options }, (json) => options.includes(json as T));

export const constant = <const T extends Json>(value: T, what: string): Kind<T> =>
  kindOf(what, { const: value }, (json) => json === value);

export const listOf = <T>(what: string, item: Kind<T>, bounds: Schema = {}): Kind<readonly T[]> => ({
  read(reader, json, path) {
    if (Array.isArray(json) && json.length >= Number(bounds.minItems ?? 0))
      return json.map((each, index) => item.read(reader, each, `${path}[${index}]`));
    reader.expected(
      bounds.minItems === 1 ? `a list of ${what}, at least one` : `a list of ${what}`,
      json,
      path,
    );
    return [];
  },
  schema: schemas.list(item.schema, bounds),
});

/** A field that may be left out. */
export const optional = <T>(kind: Kind<T>): Kind<T> & { readonly optional: true } => ({
  ...kind,
  optional: true,
});

type Fields = Readonly<Record<string, Kind<unknown> & { readonly optional?: true }>>;

type OptionalName<F extends Fields> = {
  [Name in keyof F]: F[Name] extends { readonly optional: true } ? Name : never;
}[keyof F];

type ValueOf<K> = K extends Kind<infer T> ? T : never;

export type RecordOf<F extends Fields> = {
  readonly [Name in Exclude<keyof F, OptionalName<F>>]: ValueOf<F[Name]>;
} & { readonly [Name in OptionalName<F>]?: ValueOf<F[Name]> };

/** An object with these fields and no others. */
export const record = <const F extends Fields>(fields: F): Kind<RecordOf<F>> => recordOf(fields, false);

/** A record whose reader ignores what else there is; the schema does not. */
export const openRecord = <const F extends Fields>(fields: F): Kind<RecordOf<F>> => recordOf(fields, true);

const schemasOf = (kinds: readonly (readonly [name: string, kind: Kind<unknown>])[]) =>
  Object.fromEntries(kinds.map(([name, { schema }]) => [name, schema]));

function recordOf<F extends Fields>(fields: F, open: boolean): Kind<RecordOf<F>> {
  const kinds = Object.entries(fields);
  const names = Object.keys(fields).join(', ');
  return {
    read(reader, json, path) {
      if (typeof json !== 'object' || json === null || Array.isArray(json))
        reader.expected(`an object with ${names}`, json, path);
      const given = Object(json) as Readonly<Record<string, unknown>>;
      for (const name of open ? [] : Object.keys(given)) {
        if (!Object.hasOwn(fields, name))
          reader.problem(`${path}.${name}`, `there is no such field; the fields are ${names}`);
      }
      const read: Record<string, unknown> = {};
      for (const [name, kind] of kinds) {
        if (given[name] === undefined && kind.optional === true) continue;
        read[name] = kind.read(reader, given[name], `${path}.${name}`);
      }
      return read as RecordOf<F>;
    },
    schema: schemas.record(
      schemasOf(kinds.filter(([, kind]) => kind.optional !== true)),
      schemasOf(kinds.filter(([, kind]) => kind.optional === true)),
    ),
  };
}
