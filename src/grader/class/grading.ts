/** How every submission of a class is graded: plain data that is sent to the workers. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { canonicalJson, type Json } from '../../case/json.js';
import type { Kinks } from '../../case/kinks.js';
import type { AdapterCommand } from '../adapter/command.js';
import type { Assignment } from '../assignment/assignment.js';
import { isOfCourse } from '../course.js';
import { gradeCommand } from '../grade-command.js';
import { packageRoot } from '../package-root.js';

export interface Grading {
  readonly assignment: Assignment;
  /** The assignment as named on the command line; none for the whole course. */
  readonly assignmentFile?: string;
  readonly only?: readonly string[];
  readonly seed: number;
  readonly runs: number;
  readonly kinks?: Kinks;
  readonly adapter?: AdapterCommand;
  readonly reveal: boolean;
  /** What printed commands begin with instead of `npx backproof grade`. */
  readonly command?: string;
}

/**
 * A fingerprint that is the same for comparable results: same assignment, seed, runs, and release of this package. It
 * is in files that students may see. The assignment's secret goes into it; the secret is too long to be searched for.
 */
export function fingerprint({ assignmentFile: _, ...grading }: Grading): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(packageRoot, 'package.json'), 'utf8'),
  );
  // Folders differ between machines.
  const adapter = grading.adapter?.text ?? null;
  const { exercises, ...assignment } = grading.assignment;
  const asked = exercises.map(({ own, ...exercise }) => ({ ...exercise, ...(own && { code: own.code }) }));
  const text = canonicalJson({
    ...grading,
    assignment: { ...assignment, exercises: asked },
    adapter,
    version,
  } as unknown as Json);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** How to see a counterexample: the same grading draws it again, in the learner's folder, next to the assignment. */
export function replayCommand(
  { assignment, assignmentFile, adapter, ...draw }: Grading,
  only: string,
  hidden: boolean,
): string {
  const own = assignment.exercises.find((each) => each.id === only && !isOfCourse(each))?.own;
  const named = adapter !== undefined || hidden || own !== undefined;
  return gradeCommand({
    ...draw,
    only,
    ...(named && { submission: '.' }),
    ...(own !== undefined && assignmentFile === undefined
      ? { exercise: basename(own.folder) }
      : named && { assignment: basename(assignmentFile ?? assignment.name) }),
    adapter,
    reveal: hidden,
  });
}
