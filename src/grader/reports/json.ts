import type { Case } from '../../case/case.js';
import { encodeCase } from '../../case/json.js';
import { jsonText } from '../../formats/json-text.js';
import type { Grade } from '../result.js';

const withCase = <Result extends { readonly counterexample: Case | null }>(result: Result) => ({
  ...result,
  counterexample: result.counterexample && encodeCase(result.counterexample),
});

/** The grade as JSON text; counterexamples are encoded so that `parseCase` reads them back. */
export const jsonReport = (grade: Grade): string =>
  jsonText({
    ...grade,
    exercises: grade.exercises.map((exercise) => ({
      ...withCase(exercise),
      parts: exercise.parts.map(withCase),
    })),
  });
