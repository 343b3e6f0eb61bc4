/** How every submission of a class is graded: plain data, which goes to the workers as it is. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { canonicalJson, type Json } from '../../case/json.js';
import type { Kinks } from '../../case/kinks.js';
import type { AdapterCommand } from '../adapter/command.js';
import type { Assignment } from '../assignment/assignment.js';
import { gradeCommand } from '../grade-command.js';
import { packageRoot } from '../package-root.js';

export interface Grading {
  readonly assignment: Assignment;
  /** As the command line names it; none for the whole course. */
  readonly assignmentFile?: string;
  readonly only?: readonly string[];
  readonly seed: number;
  readonly runs: number;
  readonly kinks?: Kinks;
  readonly adapter?: AdapterCommand;
  readonly reveal: boolean;
  /** What printed commands begin with in place of `npx backproof grade`. */
  readonly command?: string;
}

/**
 * The same for results that can stand side by side: same assignment, seed, runs, and release of this package. It is in
 * files that students may see, and the assignment's secret goes into it: that one is too long to be searched for.
 */
export function fingerprint({ assignmentFile: _, ...grading }: Grading): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  // The folder that the command is run from differs from machine to machine.
  const adapter = grading.adapter?.text ?? null;
  return digest(canonicalJson({ ...grading, adapter, version } as unknown as Json));
}

const digest = (...data: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const each of data) hash.update(each);
  return hash.digest('hex').slice(0, 16);
};

/** How a counterexample is seen: the same grading draws it again, in the learner's folder, with the assignment beside it. */
export function replayCommand(
  { assignment, assignmentFile, adapter, ...draw }: Grading,
  only: string,
  hidden: boolean,
): string {
  const named = adapter !== undefined || hidden;
  return gradeCommand({
    ...draw,
    only,
    ...(named && { submission: '.', assignment: basename(assignmentFile ?? assignment.name) }),
    adapter,
    reveal: hidden,
  });
}
