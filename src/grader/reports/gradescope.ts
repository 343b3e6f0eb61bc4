/** Gradescope's `results.json`, https://gradescope-autograders.readthedocs.io/en/latest/specs/: one test for each part of an exercise. */
import { jsonText } from '../../formats/json-text.js';
import { en } from '../../texts/index.js';
import type { ExerciseResult, Grade } from '../result.js';
import { partTestsOf, type Test } from './tests.js';

export const gradescopeReport = (grade: Grade): string =>
  jsonText({
    score: grade.score,
    output: [
      `Graded with seed ${grade.seed}. To see the same on your own machine: ${grade.command ?? 'npx backproof grade'} --seed ${grade.seed}`,
      ...grade.exercises.filter(({ hidden }) => hidden).flatMap(namedIn),
    ].join('\n'),
    output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: partTestsOf(grade).map(testOf),
  });

/** Students do not see the tests of a hidden exercise, but may be told which known mistakes it has. */
const namedIn = ({ id, hiddenMistakes = [] }: ExerciseResult): string[] =>
  hiddenMistakes.map((name) => `${id}: ${en.failure.looksKnown(name)}`);

const testOf = ({ name, hidden, score, maxScore, outcome, said }: Test) => ({
  name,
  score,
  max_score: maxScore,
  status: outcome === 'passed' ? 'passed' : 'failed',
  output: said,
  output_format: 'text',
  visibility: hidden ? 'hidden' : 'visible',
});
