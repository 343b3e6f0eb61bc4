/** An assignment's file as a JSON Schema (draft 2020-12). The build writes it to dist/schema/assignment.json. */
import { laws } from '../../verify/index.js';
import { exercises } from '../exercises.js';
import { probes } from '../probes.js';

const name = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]*$' };
const points = { type: 'number', minimum: 0 };
const some = (names: readonly string[]) => ({
  type: 'array',
  items: { enum: names },
  minItems: 1,
  uniqueItems: true,
});
const ops = [...new Set(exercises.flatMap((exercise) => exercise.ops))];

const exercise = {
  type: 'object',
  properties: {
    id: { enum: exercises.map(({ id }) => id) },
    points,
    title: { type: 'string', minLength: 1 },
    ops: some(ops),
    hidden: { anyOf: [{ const: true }, some([...new Set([...ops, ...exercises.map(({ id }) => id)])])] },
    credit: {
      anyOf: [
        { enum: ['all', 'parts'] },
        {
          type: 'object',
          properties: Object.fromEntries([...laws, ...probes].map(({ id }) => [id, points])),
          additionalProperties: false,
          minProperties: 1,
        },
      ],
    },
  },
  required: ['id', 'points'],
  additionalProperties: false,
};

export const assignmentSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'An assignment',
  type: 'object',
  properties: {
    version: { const: 1 },
    name,
    title: { type: 'string', minLength: 1 },
    exercises: { type: 'array', items: exercise, minItems: 1 },
  },
  required: ['version', 'name', 'title', 'exercises'],
  additionalProperties: false,
};
