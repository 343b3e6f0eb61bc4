/** How every submission of a class is graded: plain data, which goes to the workers as it is. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellQuoted } from '../../formats/shell-quoted.js';
import { canonicalJson, type Json } from '../../program/json.js';
import type { Kinks } from '../../program/kinks.js';
import type { AdapterCommand } from '../adapter/command.js';
import type { Assignment } from '../assignment/assignment.js';
import type { Exercise } from '../exercises.js';
import { packageRoot } from '../package-root.js';

export interface Grading {
  readonly assignment: Assignment;
  readonly only?: readonly string[];
  readonly seed: number;
  readonly runs: number;
  readonly kinks?: Kinks;
  readonly adapter?: AdapterCommand;
  readonly reveal: boolean;
}

/** The same for results that can stand side by side: same assignment, seed, runs, and release of this package. */
export function fingerprint(grading: Grading): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  // The folder that the command is run from differs from machine to machine.
  const adapter = grading.adapter?.text ?? null;
  return digest(canonicalJson({ ...grading, adapter, version } as unknown as Json));
}

export const digest = (...data: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const each of data) hash.update(each);
  return hash.digest('hex').slice(0, 16);
};

/** How a learner sees the counterexample: the same grading draws it again, in their own folder. */
export const replayCommand = (
  { assignment, adapter, seed, runs, kinks }: Grading,
  { id }: Exercise,
): string => {
  const slopes = Object.entries(kinks ?? {}).map(([op, slope]) => `${op}=${slope}`);
  const over = adapter === undefined ? [] : ['.', '--assignment', assignment.name, '--with', adapter.text];
  const asked = ['--only', id, '--seed', String(seed), '--runs', String(runs)];
  const convention = slopes.length === 0 ? [] : ['--kinks', slopes.join(',')];
  return `npx backproof grade ${shellQuoted([...over, ...asked, ...convention])}`;
};
