import { encodeCase } from '../../program/json.js';
import type { Grade } from '../result.js';

/** The grade as JSON text; counterexamples are encoded so that `parseCase` reads them back. */
export const jsonReport = (grade: Grade): string =>
  `${JSON.stringify(
    {
      ...grade,
      exercises: grade.exercises.map((exercise) => ({
        ...exercise,
        counterexample: exercise.counterexample && encodeCase(exercise.counterexample),
      })),
    },
    null,
    2,
  )}\n`;
