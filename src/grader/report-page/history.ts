/** What is kept of earlier gradings and attempts, next to the counterexamples. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Tried } from '../../pictures/index.js';
import { learnedIn } from '../learned.js';
import type { Grade, Points } from '../result.js';
import { saveJson } from '../write-file.js';

export interface Grading extends Points {
  /** ISO 8601. */
  readonly at: string;
  /** The folder. */
  readonly submission: string;
}

const name = 'gradings';

/** Of each folder's gradings, no more are kept than fit in a picture. */
const mostKept = 200;

/**
 * Notes a grading of a learner's own; full marks only behind others, so that nothing is written where nothing was ever wrong.
 * If it cannot be written, only a picture is poorer: that is no reason to fail.
 */
export function noteGrading(folder: string, submission: string, { score, maxScore }: Grade, now: Date): void {
  const before = gradingsIn(folder);
  if (score === maxScore && before.length === 0) return;
  const grading = { at: now.toISOString(), submission: resolve(submission), score, maxScore };
  try {
    saveJson(folder, name, { version: 1, gradings: [...before, grading].slice(-mostKept) });
  } catch {}
}

/** The oldest first. A file that is not a record of ours is ignored. */
export function gradingsIn(folder: string): readonly Grading[] {
  const { gradings } = Object(jsonIn(join(folder, `${name}.json`)));
  return Array.isArray(gradings) ? gradings.filter(isGrading) : [];
}

const isGrading = (json: unknown): json is Grading => {
  const { at, submission, score, maxScore } = Object(json);
  const areTexts = typeof at === 'string' && typeof submission === 'string' && !Number.isNaN(Date.parse(at));
  return areTexts && Number.isFinite(score) && Number.isFinite(maxScore) && maxScore > 0;
};

/** The exercises that were tried in `backproof learn`, in the order of its file. */
export const attemptsIn = (folder: string): readonly Tried[] =>
  [...learnedIn(folder).exercises]
    .filter(([, { attempts }]) => attempts > 0)
    .map(([name, { attempts, hints, solved }]) => ({ name, attempts, hints, solved }));

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
