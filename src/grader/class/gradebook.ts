import type { ClassResult } from './result-file.js';

/** One line a submission: the points of each exercise, then the total. */
export function gradebook(results: readonly ClassResult[]): string {
  const ids = results[0]?.exercises.map(({ id }) => id) ?? [];
  const rows = results.map(({ submission, exercises, score, maxScore }) => [
    submission,
    ...exercises.map((exercise) => exercise.score),
    score,
    maxScore,
  ]);
  return [['submission', ...ids, 'total', 'of'], ...rows]
    .map((row) => `${row.map(cell).join(',')}\n`)
    .join('');
}

/** RFC 4180; a spreadsheet would take text that starts with one of =+-@ for a formula. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
