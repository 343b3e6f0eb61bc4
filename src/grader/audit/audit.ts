/** A mutation score for a course's own tests: known mistakes are planted one by one, and the tests run on each. */
import { readdirSync, statSync } from 'node:fs';
import { removeTemporary } from '../../wire/leftovers.js';
import { contentDigest } from '../class/content-digest.js';
import type { Progress } from '../progress.js';
import { SetupError } from '../setup-error.js';
import { leftOut, type Mutant, mutantsOf } from './mutants.js';
import { runSuite, type SuiteOutcome, type SuiteRun } from './run-suite.js';
import { workspaceOf } from './workspace.js';

export interface AuditOptions {
  readonly folder: string;
  /** What runs the tests: a line for the shell. */
  readonly command: string;
  readonly mutants: readonly Mutant[];
  /** How many runs at a time. */
  readonly jobs: number;
  /** Outcomes that are known from an interrupted audit of the same folder and command. */
  readonly known: ReadonlyMap<string, SuiteOutcome>;
  readonly onOutcome: (progress: Progress, outcomes: ReadonlyMap<string, SuiteOutcome>) => void;
}

/** @throws {SetupError} when the folder has nothing in it to plant a mistake in */
export function plantable(folder: string): readonly Mutant[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new SetupError(`There is no folder "${folder}" to plant mistakes in.`);
  const mutants = mutantsOf(folder);
  if (mutants.length > 0) return mutants;
  throw new SetupError(
    `Nothing in "${folder}" can be planted in: no .ts file has a class of an op as the exercises have ` +
      `(a field such as name = 'multiply', and a method gradient), nor exports topologicalOrder, propagate or realize.`,
  );
}

/** Changes with whatever the outcomes depend on. @returns undefined when the folder is too large to tell */
export function auditDigest(folder: string): string | undefined {
  const names = readdirSync(folder).filter((name) => !leftOut.includes(name));
  return contentDigest({ name: folder, folder }, names.sort());
}

/**
 * How the tests end on each mistake, by its name: those that pass do not notice it.
 * @throws {SetupError} when the tests do not pass on the folder as it is
 */
export async function audit(options: AuditOptions): Promise<ReadonlyMap<string, SuiteOutcome>> {
  const { mutants, known, jobs, command, folder, onOutcome } = options;
  const outcomes = new Map(known);
  const limit = await timeLimit(command, folder);
  const waiting = mutants.filter(({ mistake }) => !known.has(mistake.name)).reverse();
  const total = waiting.length;
  let done = 0;
  const lane = async () => {
    for (let mutant = waiting.pop(); mutant !== undefined; mutant = waiting.pop()) {
      const { outcome } = await runOn(command, folder, limit, mutant);
      outcomes.set(mutant.mistake.name, outcome);
      onOutcome({ done: ++done, total, what: progressText(mutant, outcomes) }, outcomes);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, total) }, lane));
  return outcomes;
}

function progressText({ mistake }: Mutant, outcomes: ReadonlyMap<string, SuiteOutcome>): string {
  const survived = [...outcomes.values()].filter((each) => each === 'passed').length;
  return `${survived} survived · ${mistake.name}`;
}

const mostForRight = 600_000;

/** Ten times as long as the tests take on the right code, and at least ten seconds. */
async function timeLimit(command: string, folder: string): Promise<number> {
  const started = Date.now();
  const { outcome, printed } = await runOn(command, folder, mostForRight);
  if (outcome === 'passed') return Math.max(10_000, 10 * (Date.now() - started));
  const how = outcome === 'timeout' ? 'do not end within ten minutes' : 'do not pass';
  throw new SetupError(
    `The tests ${how} on the folder as it is, without any mistake planted: ${command}\n${printed.trimEnd()}`,
  );
}

async function runOn(command: string, folder: string, limit: number, mutant?: Mutant): Promise<SuiteRun> {
  const { root, copy } = workspaceOf(folder, mutant);
  try {
    return await runSuite(command, copy, limit);
  } finally {
    removeTemporary(root);
  }
}
