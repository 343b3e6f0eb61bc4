/** Exercism's analyzer interface: https://exercism.org/docs/building/tooling/analyzers/interface. Known mistakes are its comments. */
import { jsonText } from '../../formats/json-text.js';
import type { ExerciseResult, Grade } from '../result.js';

/**
 * `analysis.json`. A comment points to a text about the mistake: `backproof.<exercise>.<mistake>`, in website-copy the file
 * analyzer-comments/backproof/<exercise>/<mistake>.md. Of a chapter's exercise, the chapter comes first, with a hyphen.
 */
export function exercismAnalysis(grade: Grade): string {
  const comments = grade.exercises.flatMap(commentsOn);
  return jsonText({ summary: summaryOf(grade, comments.length), comments });
}

/** Of what is hidden, nothing is known here. */
const commentsOn = ({ id, hidden, parts }: ExerciseResult) =>
  (hidden ? [] : parts).flatMap(({ name, misconception, place, reason }) =>
    misconception === null
      ? []
      : [
          {
            comment: `backproof.${id.replaceAll('.', '-')}.${misconception}`,
            params: { part: name, place: place ?? '', reason },
            type: 'essential',
          },
        ],
  );

function summaryOf({ score, maxScore, exercises }: Grade, known: number): string {
  const wrong = exercises.filter(({ status }) => status !== 'passed').length;
  if (wrong === 0) return 'Every law holds.';
  const mistakes = known === 0 ? '' : ` Known mistakes: ${known}.`;
  return `${wrong} of ${exercises.length} exercises to go; ${score} of ${maxScore} points.${mistakes}`;
}
