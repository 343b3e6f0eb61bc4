/** PrairieLearn's `/grade/results/results.json`: https://docs.prairielearn.com/externalGrading/#grading-results. */
import { jsonText } from '../../formats/json-text.js';
import type { Grade } from '../result.js';
import { testsOf } from './tests.js';

export function prairielearnReport(grade: Grade): string {
  const { exercises, score, maxScore, seed } = grade;
  const tests = testsOf(grade);
  // If no file was handed in under the right name, a message says so, and no attempt is lost.
  const gradable = exercises.some(({ status }) => status !== 'missing');
  const result = gradable
    ? {
        gradable,
        score: score / maxScore,
        message: `${score} of ${maxScore} points.`,
        output: `Graded with seed ${seed}.`,
        tests: tests.map(({ name, score, maxScore, said, headline, command }) => ({
          name,
          description: command,
          points: score,
          max_points: maxScore,
          message: headline,
          output: said,
        })),
      }
    : { gradable, format_errors: tests.map(({ said }) => said) };
  return jsonText(result);
}
