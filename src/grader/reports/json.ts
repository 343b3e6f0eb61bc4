import { encodeCase } from '../../program/json.js';
import type { ExerciseResult, Grade } from '../result.js';

/** The grade as JSON text; counterexamples are encoded so that `parseCase` reads them back. */
export const jsonReport = (grade: Grade): string =>
  `${JSON.stringify({ ...grade, exercises: grade.exercises.map(shown) }, null, 2)}\n`;

/** Whatever tells what a hidden exercise is tested with stays here. */
const shown = (exercise: ExerciseResult) =>
  exercise.hidden
    ? { ...exercise, laws: [], counterexample: null, misconception: null, message: '', replay: null }
    : { ...exercise, counterexample: exercise.counterexample && encodeCase(exercise.counterexample) };
