/** Gradebooks as CSV: the grades of one assignment, a row per submission. */
import { csv } from '../../formats/csv.js';
import type { Grade } from '../result.js';

/** What a gradebook holds of a grade. */
type Entry = Pick<Grade, 'assignment' | 'submission' | 'score' | 'maxScore'>;

/**
 * As Canvas imports it: it finds the student by SIS login, which the submission's name stands for, and the
 * assignment by its title. Columns and the row of points as in Canvas' own lib/gradebook_importer.rb.
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

/** The columns of `nbgrader export`. What a grade does not know is empty; nothing is deducted for lateness. */
export const nbgraderGradebook = (grades: readonly Entry[]): string =>
  csv([
    [
      'assignment',
      'duedate',
      'timestamp',
      'student_id',
      'last_name',
      'first_name',
      'email',
      'raw_score',
      'late_submission_penalty',
      'score',
      'max_score',
    ],
    ...grades.map(({ assignment, submission, score, maxScore }) => [
      assignment,
      '',
      '',
      submission,
      '',
      '',
      '',
      score,
      0,
      score,
      maxScore,
    ]),
  ]);
