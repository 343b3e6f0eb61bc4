import type { ExerciseResult, Grade } from '../result.js';

/** Gradescope's `results.json`: one test an exercise. */
export const gradescopeReport = (grade: Grade): string =>
  `${JSON.stringify(
    {
      score: grade.score,
      output: `Graded with seed ${grade.seed}: ${grade.score} of ${grade.maxScore} points.`,
      output_format: 'text',
      visibility: 'visible',
      stdout_visibility: 'hidden',
      tests: grade.exercises.map(test),
    },
    null,
    2,
  )}\n`;

const test = (exercise: ExerciseResult) => ({
  name: `${exercise.id}: ${exercise.title}`,
  score: exercise.score,
  max_score: exercise.maxScore,
  status: exercise.status === 'passed' ? 'passed' : 'failed',
  output: exercise.message || 'Every law holds.',
  output_format: 'text',
  visibility: 'visible',
});
