import { csv } from '../../formats/csv.js';
import type { ClassResult } from './result-file.js';

/** One line per submission: the points of each exercise, then the total. */
export function gradebook(results: readonly ClassResult[]): string {
  const ids = results[0]?.exercises.map(({ id }) => id) ?? [];
  const rows = results.map(({ submission, exercises, score, maxScore }) => [
    submission,
    ...exercises.map((exercise) => exercise.score),
    score,
    maxScore,
  ]);
  return csv([['submission', ...ids, 'total', 'of'], ...rows]);
}
