/** `mistakes.csv`: what went wrong in a class, one line per student and part that is not passed. */
import { csv } from '../../formats/csv.js';
import type { ClassExercise, ClassResult } from './result-file.js';

type Row = readonly [
  student: string,
  exercise: string,
  op: string,
  status: string,
  mistake: string,
  reason: string,
];

export const mistakes = (results: readonly ClassResult[]): string =>
  csv([
    ['student', 'exercise', 'op', 'status', 'mistake', 'reason'],
    ...results.flatMap(({ submission, exercises }) =>
      exercises.flatMap((exercise) => rowsOf(submission, exercise)),
    ),
  ]);

/** For hidden parts, neither the op nor the mistake nor the reason is given. */
function rowsOf(student: string, { id, status, parts, unseen }: ClassExercise): Row[] {
  const wrong = parts.filter((part) => part.status !== 'passed');
  const rows = wrong.map(
    ({ name, status, misconception, reason }): Row => [
      ...([student, id, name, status] as const),
      misconception ?? '',
      reason,
    ],
  );
  const hidden = parts.length === 0 ? status : (unseen?.status ?? 'passed');
  return hidden === 'passed' ? rows : [...rows, [student, id, '', hidden, '', '']];
}
