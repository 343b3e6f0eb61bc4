/** An assignment's file as a JSON Schema (draft 2020-12). The build writes it to dist/schema/assignment.json. */

import { opNames } from '../../case/vocabulary.js';
import { allBiases } from '../../generate/index.js';
import { laws } from '../../verify/index.js';
import { conventionNames } from '../conventions/conventions.js';
import { exercises } from '../exercises.js';
import { allProbes } from '../probes.js';

const name = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]*$' };
const points = { type: 'number', minimum: 0, maximum: 1_000_000 };
const some = (names: readonly string[]) => ({
  type: 'array',
  items: { enum: names },
  minItems: 1,
  uniqueItems: true,
});
const ops = [...new Set(exercises.flatMap((exercise) => exercise.ops))];

const text = { type: 'string', minLength: 1 };
const credit = {
  anyOf: [
    { enum: ['all', 'parts'] },
    {
      type: 'object',
      properties: Object.fromEntries([...laws, ...allProbes].map(({ id }) => [id, points])),
      additionalProperties: false,
      minProperties: 1,
    },
  ],
};

const exercise = {
  type: 'object',
  properties: {
    id: { enum: exercises.map(({ id }) => id) },
    points,
    title: text,
    ops: some(ops),
    hidden: { anyOf: [{ const: true }, some([...new Set([...ops, ...exercises.map(({ id }) => id)])])] },
    credit,
  },
  required: ['id', 'points'],
  additionalProperties: false,
};

const exerciseOverAdapter = {
  type: 'object',
  properties: {
    id: name,
    points,
    title: text,
    ops: some(opNames),
    programs: { const: true },
    optional: some(opNames),
    order: { enum: [1, 2] },
    without: some(allBiases),
    emptyAxes: { const: true },
    hints: { type: 'array', items: text },
    hidden: { anyOf: [{ const: true }, { type: 'array', items: text, minItems: 1, uniqueItems: true }] },
    credit,
  },
  required: ['id', 'points', 'title', 'ops'],
  additionalProperties: false,
};

const exercisesOf = (items: object) => ({ type: 'array', items, minItems: 1 });

export const assignmentSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'An assignment',
  type: 'object',
  properties: {
    version: { const: 1 },
    name,
    title: text,
    over: { const: 'adapter' },
    hiddenSecret: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    conventions: { type: 'array', items: { enum: conventionNames }, uniqueItems: true },
    exercises: { type: 'array' },
  },
  required: ['version', 'name', 'title', 'exercises'],
  additionalProperties: false,
  if: { required: ['over'] },
  // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
  then: { properties: { exercises: exercisesOf(exerciseOverAdapter) } },
  else: { properties: { exercises: exercisesOf(exercise) } },
};
