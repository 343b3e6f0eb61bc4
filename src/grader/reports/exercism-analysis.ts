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

interface Params {
  readonly part: string;
  readonly place: string;
  readonly reason: string;
}

function commentsOn({ id, hidden, parts, hiddenMistakes = [] }: ExerciseResult) {
  const comment = (name: string, params: Params) => ({
    comment: `backproof.${id.replaceAll('.', '-')}.${name}`,
    params,
    type: 'essential',
  });
  return [
    ...(hidden ? [] : parts).flatMap(({ name, misconception, place, reason }) =>
      misconception === null ? [] : [comment(misconception, { part: name, place: place ?? '', reason })],
    ),
    // Of what is hidden, nothing else may be said.
    ...hiddenMistakes.map((name) => comment(name, { part: id, place: '', reason: '' })),
  ];
}

function summaryOf({ score, maxScore, exercises }: Grade, known: number): string {
  const wrong = exercises.filter(({ status }) => status !== 'passed').length;
  if (wrong === 0) return 'Every law holds.';
  const mistakes = known === 0 ? '' : ` Known mistakes: ${known}.`;
  return `${wrong} of ${exercises.length} exercises to go; ${score} of ${maxScore} points.${mistakes}`;
}
