/** What each law is needed for: the misconceptions that would survive without it. */
import fc from 'fast-check';
import type { Case } from '../../src/case/case.js';
import type { Implementation } from '../../src/case/implementation.js';
import { type Misconception, plant } from '../../src/misconceptions/index.js';
import { ask } from '../../src/verify/ask.js';
import { formProblems } from '../../src/verify/form.js';
import { fails, type Law, laws } from '../../src/verify/index.js';
import { Trial } from '../../src/verify/trial.js';
import { casesEach, drawingFor } from './drawing.js';

export interface Catchers {
  readonly name: string;
  /** The laws that it broke, up to the case in which a second one was broken; one alone is needed. */
  readonly laws: readonly string[];
  /** The law that caught it first; undefined where the run itself failed, or nothing did. */
  readonly first: string | undefined;
  /** A crash, or something that is no gradient at all, needs no law to be seen. */
  readonly runFailed: boolean;
  /** Cases judged. */
  readonly cases: number;
}

/**
 * Removes every law at once: each is asked on its own, foundations too, whatever the others say. A misconception
 * survives without a law exactly when in all cases no other one is broken; so the second law ends the search.
 */
export async function catchersOf(misconception: Misconception): Promise<Catchers> {
  const planted = plant(misconception);
  const { name } = misconception;
  const broken = new Set<string>();
  let cases = 0;
  for (const testCase of fc.sample(drawingFor(misconception), { numRuns: casesEach, seed: 1 })) {
    cases++;
    const now = await brokenOn(planted, testCase);
    const [first] = [...broken, ...(now ?? [])];
    if (now === undefined) return { name, laws: [...broken], first, runFailed: true, cases };
    for (const id of now) broken.add(id);
    if (broken.size > 1) return { name, laws: [...broken], first, runFailed: false, cases };
  }
  return { name, laws: [...broken], first: [...broken][0], runFailed: false, cases };
}

/** The laws broken on a case, in order; undefined where the run failed. */
async function brokenOn(implementation: Implementation, testCase: Case): Promise<string[] | undefined> {
  const trial = new Trial(implementation, testCase);
  const done = await ask(implementation, testCase);
  if (done.kind !== 'done') return undefined;
  const problems = formProblems(done, testCase);
  const broken: string[] = [];
  for (const law of laws) if (problems.has(law.id) || (await breaks(law, trial, done))) broken.push(law.id);
  return broken;
}

/** Laws after form take its word for the shapes; one that stumbles over a wrong shape has not caught it. */
async function breaks(law: Law, trial: Trial, done: Parameters<Law['check']>[1]): Promise<boolean> {
  try {
    const verdict = await law.check(trial, done);
    return verdict !== undefined && fails(verdict);
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
