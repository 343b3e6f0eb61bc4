/** The fields of an assignment's file: how each is read, and its JSON Schema, which the build writes to dist/schema. */
import { constant, type Kind, kindOf, listOf, oneOf, optional, record } from '../../case/json-kinds.js';
import type { Schema } from '../../case/json-schema.js';
import { opNames } from '../../case/vocabulary.js';
import { allBiases } from '../../generate/index.js';
import { laws } from '../../verify/index.js';
import { conventionNames } from '../conventions/conventions.js';
import { curriculum, exerciseIds, exercises } from '../exercises.js';
import { allProbes } from '../probes.js';
import type { Credit } from './assignment.js';

/** Points are displayed in hundredths, and exactly as long as there are not too many. */
export const leastPoints = 0.01;
const mostPoints = 1_000_000;

const textLike = (what: string, pattern: RegExp): Kind<string> =>
  kindOf(
    what,
    { type: 'string', pattern: pattern.source },
    (json) => typeof json === 'string' && pattern.test(json),
  );
const name = textLike('lower-case letters, digits and hyphens', /^[a-z0-9][a-z0-9-]*$/);
const text = kindOf<string>(
  'a text',
  { type: 'string', minLength: 1 },
  (json) => typeof json === 'string' && json !== '',
);
const flag = constant(true, 'true, or nothing');

/** A problem with it does not print it, because the message may end up in a log. */
const secret: Kind<string> = {
  ...textLike('', /^[0-9a-f]{32}$/),
  read(reader, json, path) {
    if (typeof json === 'string' && /^[0-9a-f]{32}$/.test(json)) return json;
    reader.problem(
      path,
      'expected 32 hexadecimal digits in lower case, such as `openssl rand -hex 16` prints',
    );
    return '';
  },
};

const points: Kind<number> = {
  read(reader, json, path) {
    const least = typeof json === 'number' && json > mostPoints ? `0 to ${mostPoints}` : '0 up';
    if (typeof json !== 'number' || !(json >= 0 && json <= mostPoints))
      reader.expected(`points, a number from ${least}`, json, path);
    return json as number;
  },
  schema: { type: 'number', minimum: 0, maximum: mostPoints },
};

const pointsOfLaw: Kind<number> = {
  read(reader, json, path) {
    const worth = points.read(reader, json, path);
    if (worth > 0 && worth < leastPoints)
      reader.expected(`0, or at least ${leastPoints} points, the least that is displayed`, json, path);
    return worth;
  },
  schema: points.schema,
};

/** Names, none of them twice. */
const distinct = <T extends string>(what: string, name: Kind<T>, minItems?: 1): Kind<readonly T[]> => {
  const list = listOf(what, name, { ...(minItems && { minItems }), uniqueItems: true });
  return {
    ...list,
    read(reader, json, path) {
      const names = list.read(reader, json, path);
      const index = names.findIndex((each, at) => names.indexOf(each) !== at);
      if (index !== -1) reader.problem(`${path}[${index}]`, `"${names[index]}" is listed twice`);
      return names;
    },
  };
};

export const some = <T extends string>(what: string, known: readonly T[]): Kind<readonly T[]> =>
  distinct(what, oneOf(known), 1);

export const hiddenAmong = (part: Kind<string>): Kind<true | readonly string[]> => {
  const parts = distinct('parts', part, 1);
  return {
    read(reader, json, path) {
      if (json === true) return true;
      if (Array.isArray(json)) return parts.read(reader, json, path);
      reader.expected('true, or a list of parts', json, path);
      return [];
    },
    schema: { anyOf: [{ const: true }, parts.schema] },
  };
};

export const creditBy = (ids: readonly string[], exercise = ''): Kind<Credit> => ({
  read(reader, json, path) {
    if (json === 'all' || json === 'parts') return json;
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      reader.expected('"all", "parts", or the points of each law, such as {"vjp": 5}', json, path);
      return 'parts';
    }
    for (const law of Object.keys(json)) {
      if (!ids.includes(law))
        reader.problem(`${path}.${law}`, `${exercise} is not graded by this law; it is by ${ids.join(', ')}`);
    }
    return Object.fromEntries(
      Object.entries(json).map(([law, worth]) => [law, pointsOfLaw.read(reader, worth, `${path}.${law}`)]),
    );
  },
  schema: {
    anyOf: [
      { enum: ['all', 'parts'] },
      {
        type: 'object',
        properties: Object.fromEntries(ids.map((id) => [id, points.schema])),
        additionalProperties: false,
        minProperties: 1,
      },
    ],
  },
});

/** What depends on the exercise is read when that is known; the schema has the loosest kind there is. */
const later = ({ schema }: Kind<unknown>): Kind<unknown> => ({ read: (_, json) => json, schema });

const ops = [...new Set(exercises.flatMap((exercise) => exercise.ops))];
const credit = optional(later(creditBy([...laws, ...allProbes].map(({ id }) => id))));

/** The chapters of the curriculum, which have exercises with points of their own. */
export const chapterIds = curriculum.filter((id) => !exerciseIds.includes(id));

export const exercise = record({
  // Those that are chapters of several exercises are read as such.
  id: oneOf([...exerciseIds, ...chapterIds]),
  points,
  title: optional(text),
  ops: optional(later(some('ops', ops))),
  hidden: optional(later(hiddenAmong(oneOf([...new Set([...ops, ...exerciseIds])])))),
  credit,
});

/** A chapter of the curriculum, or one exercise of it, such as `jacobian.scalar`. */
export const exerciseInChapter = record({
  id: textLike('a chapter, or an exercise of one', new RegExp(`^(${chapterIds.join('|')})(\\.[a-z0-9-]+)?$`)),
  points: optional(points),
  title: optional(text),
  hidden: optional(later(hiddenAmong(text))),
  credit,
});

/** An instructor's own exercise; of a chapter, all of them or one. */
export const exerciseInFolder = record({
  folder: text,
  exercise: optional(text),
  points: optional(points),
  title: optional(text),
  hidden: optional(later(hiddenAmong(text))),
  credit,
});

export const exerciseOverAdapter = record({
  id: name,
  points,
  title: text,
  ops: some('ops', opNames),
  hidden: optional(later(hiddenAmong(text))),
  credit,
  programs: optional(flag),
  optional: optional(later(some('ops', opNames))),
  order: optional(oneOf([1, 2], '1 or 2')),
  without: optional(some('biases', allBiases)),
  emptyAxes: optional(flag),
  hints: optional(listOf('texts', text)),
});

export const file = record({
  version: constant(1, '1, the version of this format'),
  name,
  title: text,
  over: optional(constant('adapter', '"adapter", or nothing')),
  hiddenSecret: optional(secret),
  nameHiddenMistakes: optional(flag),
  conventions: optional(distinct('conventions', oneOf(conventionNames))),
  exercises: {
    ...listOf('exercises', later({ read: () => undefined, schema: {} }), { minItems: 1 }),
    schema: { type: 'array' },
  },
});

const exercisesOf = (kind: Kind<unknown>): Schema => ({
  properties: { exercises: listOf('exercises', kind, { minItems: 1 }).schema },
});

export const assignmentSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'An assignment',
  ...file.schema,
  if: { required: ['over'] },
  // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
  then: exercisesOf(exerciseOverAdapter),
  else: exercisesOf({
    read: () => undefined,
    schema: { anyOf: [exercise.schema, exerciseInChapter.schema, exerciseInFolder.schema] },
  }),
};
