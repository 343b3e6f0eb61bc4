/** Where in the learner's files a part went wrong. */
import type { Verdict } from '../verify/index.js';
import type { Exercise } from './exercises.js';
import { placesIn } from './explain.js';
import { lineOf } from './line-of.js';
import type { Submitted } from './submitted.js';

/**
 * The line that threw; else the line where the part's rule or function begins.
 * @returns file:line, or null if neither is known
 */
export function placeOf(
  exercise: Exercise,
  part: string,
  verdict: Verdict,
  submitted: Submitted,
): string | null {
  if (verdict.kind === 'crashed') {
    const [place] = placesIn(submitted, verdict.error.traceback);
    if (place !== undefined) return `${place.path}:${place.at.split(':', 1)[0]}`;
  }
  const { file } = submitted;
  const line = file === undefined ? undefined : lineOf(exercise, part, submitted.text());
  return file === undefined || line === undefined ? null : `${submitted.shown(file)}:${line}`;
}
