/** `--json` and the result files of a class as a JSON Schema (draft 2020-12). The build writes it to dist/schema/grade.json. */
import { caseSchema } from '../../oracle/schema.js';
import { conventionNames } from '../conventions/conventions.js';
import { statuses } from '../result.js';

const text = { type: 'string' };
const maybe = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
const points = { type: 'number', minimum: 0 };
const list = (items: object) => ({ type: 'array', items });

/** An object with these fields and no others. */
const record = (
  required: Readonly<Record<string, object>>,
  optional: Readonly<Record<string, object>> = {},
) => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
});

const verdicts = [
  ...[
    'agree',
    'disagree',
    'malformed',
    'unsupported',
    'not-implemented',
    'crashed',
    'timeout',
    'inconclusive',
  ],
];
const law = record({
  id: text,
  law: text,
  verdict: { enum: verdicts },
  runs: { type: 'integer', minimum: 0 },
});

/** What exercises and their parts have in common. */
const told = {
  score: points,
  maxScore: points,
  status: { enum: statuses },
  laws: list(law),
  counterexample: maybe({ $ref: '#/$defs/case' }),
  misconception: maybe(text),
  message: text,
  replay: maybe(text),
};

const part = record({
  name: text,
  ...told,
  place: maybe({ type: 'string', pattern: ':\\d+$' }),
  reason: text,
  printed: text,
  restsOn: list(text),
  conventions: list({ enum: conventionNames }),
});

const exercise = record({
  id: text,
  title: text,
  hidden: { type: 'boolean' },
  ...told,
  parts: list(part),
  unseen: maybe(record({ status: { enum: ['passed', 'failed'] }, score: points, maxScore: points })),
});

export const gradeSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A grade',
  ...record(
    {
      version: { const: 1 },
      assignment: text,
      submission: text,
      seed: { type: 'integer', minimum: 0 },
      score: points,
      maxScore: points,
      exercises: list(exercise),
    },
    { command: text, made: record({ grading: text, submission: maybe(text) }) },
  ),
  $defs: { case: caseSchema },
};
