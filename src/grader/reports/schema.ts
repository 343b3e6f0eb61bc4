/** `--json` and the result files of a class as a JSON Schema (draft 2020-12). The build writes it to dist/schema/grade.json. */
import { list, natural, orNull, record, text } from '../../case/json-schema.js';
import { caseSchema } from '../../oracle/schema.js';
import { verdictKinds } from '../../verify/index.js';
import { conventionNames } from '../conventions/conventions.js';
import { statuses } from '../result.js';

const points = { type: 'number', minimum: 0 };
const law = record({ id: text, law: text, verdict: { enum: verdictKinds }, runs: natural });

/** What exercises and their parts have in common. */
const told = {
  score: points,
  maxScore: points,
  status: { enum: statuses },
  laws: list(law),
  counterexample: orNull({ $ref: '#/$defs/case' }),
  misconception: orNull(text),
  message: text,
  replay: orNull(text),
};

const part = record({
  name: text,
  ...told,
  place: orNull({ type: 'string', pattern: ':\\d+$' }),
  reason: text,
  printed: text,
  restsOn: list(text),
  conventions: list({ enum: conventionNames }),
});

const exercise = record(
  {
    id: text,
    title: text,
    hidden: { type: 'boolean' },
    ...told,
    parts: list(part),
    unseen: orNull(record({ status: { enum: ['passed', 'failed'] }, score: points, maxScore: points })),
  },
  { hiddenMistakes: list(text) },
);

export const gradeSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A grade',
  ...record(
    {
      version: { const: 1 },
      assignment: text,
      submission: text,
      seed: natural,
      score: points,
      maxScore: points,
      exercises: list(exercise),
    },
    { command: text, made: record({ grading: text, submission: orNull(text) }) },
  ),
  $defs: { case: caseSchema },
};
