/** Which known mistake is it? A name is given only to what the planted mistake does too, to rounding. */
import type { Case } from '../program/case.js';
import type { Implementation, Outcome } from '../program/implementation.js';
import { judge, type Law, laws, type Verdict } from '../verify/index.js';
import type { Misconception } from './misconception.js';
import { plant } from './plant.js';
import { same, sameCrash, sameOutcome } from './same-outcome.js';

/** A case, and what the implementation in question made of it. */
export interface Evidence {
  readonly testCase: Case;
  readonly outcome: Outcome;
}

/** The case that is shown, and what a law said of it. */
export interface ShownFailure extends Evidence {
  readonly law: Pick<Law, 'id'>;
  readonly verdict: Verdict;
}

/**
 * The first of these mistakes that breaks the same law on the shown case, at the same place with the same number, and
 * does the same on every further case: on those that are wrong, and on those that are right.
 */
export async function nameMisconception(
  failure: ShownFailure,
  further: readonly Evidence[],
  suspects: readonly Misconception[],
): Promise<Misconception | undefined> {
  for (const suspect of suspects) {
    const planted = plant(suspect);
    const explains =
      (await answersAlike(planted, [failure, ...further])) && (await failsAlike(planted, failure));
    if (explains) return suspect;
  }
  return undefined;
}

async function answersAlike(planted: Implementation, evidence: readonly Evidence[]): Promise<boolean> {
  for (const { testCase, outcome } of evidence) {
    if (!sameOutcome(await planted.run(testCase), outcome)) return false;
  }
  return true;
}

/** What the grader asks besides the laws, such as how long a walk takes, only the answers tell. */
async function failsAlike(
  planted: Implementation,
  { law, verdict, testCase }: ShownFailure,
): Promise<boolean> {
  if (!laws.some(({ id }) => id === law.id)) return true;
  const verdicts = await judge(planted, testCase);
  const own = verdicts.find((each) => each.law.id === law.id);
  return own !== undefined && sameVerdict(own.verdict, verdict);
}

function sameVerdict(a: Verdict, b: Verdict): boolean {
  if (a.kind === 'malformed' && b.kind === 'malformed') return a.problem === b.problem;
  if (a.kind === 'crashed' && b.kind === 'crashed') return sameCrash(a, b);
  if (a.kind !== 'disagree' || b.kind !== 'disagree') return a.kind === b.kind;
  const samePlace = a.where.what === b.where.what && a.where.index.join() === b.where.index.join();
  const scale = Math.max(Math.abs(a.got), Math.abs(a.expected));
  return samePlace && same(a.got, b.got, Math.max(a.tolerance, 1e-9 * scale));
}
