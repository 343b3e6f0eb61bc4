/** Gradescope's `results.json`, https://gradescope-autograders.readthedocs.io/en/latest/specs/: one test for each part of an exercise. */
import { jsonText } from '../../formats/json-text.js';
import type { Grade } from '../result.js';
import { partTestsOf, type Test } from './tests.js';

export const gradescopeReport = (grade: Grade): string =>
  jsonText({
    score: grade.score,
    output: `Graded with seed ${grade.seed}. To see the same on your own machine: ${grade.command ?? 'npx backproof grade'} --seed ${grade.seed}`,
    output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: partTestsOf(grade).map(testOf),
  });

const testOf = ({ name, hidden, score, maxScore, outcome, said }: Test) => ({
  name,
  score,
  max_score: maxScore,
  status: outcome === 'passed' ? 'passed' : 'failed',
  output: said,
  output_format: 'text',
  visibility: hidden ? 'hidden' : 'visible',
});
