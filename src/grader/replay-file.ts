/** A counterexample on disk, with everything needed to run it again. */
import { dirname, relative, resolve } from 'node:path';
import type { Case } from '../case/case.js';
import { encodeCase } from '../case/json.js';
import { formatProblems, parseCase } from '../case/parse.js';
import { encodeDependence, parseDependence } from '../oracle/saved-case.js';
import type { Dependence } from '../verify/index.js';
import { type Convention, parseConventions } from './conventions/conventions.js';
import { findInCourse } from './course.js';
import type { Exercise } from './exercises.js';
import { saveJson } from './write-file.js';

export interface Replay {
  readonly exercise: Exercise;
  readonly submission: string;
  readonly testCase: Case;
  /** The conventions that cost no points; default: all. */
  readonly conventions?: readonly Convention[];
  /** If it passes in a process of its own: what it depends on. */
  readonly dependence?: Dependence;
}

/** Saves a counterexample and returns its file, which has this name. @throws when it cannot be written */
export const saveReplay = (
  { exercise, submission, testCase, conventions, dependence }: Replay,
  folder: string,
  name: string,
): string =>
  saveJson(folder, name, {
    version: 1,
    exercise: exercise.id,
    // Seen from the file, so that it can be replayed from any folder.
    submission: relative(resolve(folder), resolve(submission)),
    ...(conventions && { conventions }),
    ...(dependence && encodeDependence(dependence)),
    case: encodeCase(testCase),
  });

/**
 * @param own an instructor's exercise: its folder is never taken from the file, which learners can write
 * @returns a replay, or the problems of the text: one per line, each with its path.
 */
export function parseReplay(text: string, file: string, own: readonly Exercise[] = []): Replay | string {
  let json: Readonly<Record<string, unknown>>;
  try {
    json = Object(JSON.parse(text));
  } catch (error) {
    return `$: ${(error as Error).message}`;
  }
  const problems: string[] = [];
  const exercise = own.find(({ id }) => id === json.exercise) ?? findInCourse(String(json.exercise));
  if (exercise === undefined)
    problems.push(
      '$.exercise: expected the name of an exercise of the course, or of your own, whose folder --exercise names',
    );
  if (typeof json.submission !== 'string') problems.push('$.submission: expected the path of a folder');
  const parsed = parseCase(json.case);
  if (!parsed.ok) problems.push(formatProblems(parsed.problems).replace(/^\$/gm, '$.case'));
  const dependence = parseDependence(json);
  if (typeof dependence === 'string') problems.push(dependence);
  const conventions = parseConventions(json);
  if (typeof conventions === 'string') problems.push(conventions);
  if (exercise === undefined || !parsed.ok || problems.length > 0) return problems.join('\n');
  return {
    exercise,
    submission: resolve(dirname(file), String(json.submission)),
    testCase: parsed.value,
    ...(typeof conventions === 'object' && { conventions }),
    ...(typeof dependence === 'object' && { dependence }),
  };
}
