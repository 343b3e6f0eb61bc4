/** Gradebooks as CSV: the grades of one assignment, a row per submission. */
import { csv } from '../../formats/csv.js';
import type { Grade } from '../result.js';

/** The part of a grade that a gradebook holds. */
type Entry = Pick<Grade, 'assignment' | 'submission' | 'score' | 'maxScore'>;

/**
 * For import into Canvas, which finds the student by SIS login (here the submission's name) and the assignment by its
 * title. Columns and the row of points are those of Canvas' own lib/gradebook_importer.rb.
 */
export function canvasGradebook(grades: readonly Entry[]): string {
  const [first] = grades;
  if (first === undefined) return '';
  return csv([
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', first.assignment],
    ['    Points Possible', '', '', '', '', first.maxScore],
    ...grades.map(({ submission, score }) => [submission, '', '', submission, '', score]),
  ]);
}

/** The columns of `nbgrader export`. Columns that a grade cannot fill are empty; nothing is deducted for lateness. */
export const nbgraderGradebook = (grades: readonly Entry[]): string =>
  csv([
    nbgraderColumns,
    ...grades.map(({ assignment, submission, score, maxScore }) => [
      ...[assignment, '', '', submission, '', '', ''],
      ...[score, 0, score, maxScore],
    ]),
  ]);

const nbgraderColumns = [
  ...['assignment', 'duedate', 'timestamp', 'student_id', 'last_name', 'first_name', 'email'],
  ...['raw_score', 'late_submission_penalty', 'score', 'max_score'],
];
