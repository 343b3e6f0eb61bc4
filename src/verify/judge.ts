/** All laws on one case. */
import type { Case } from '../program/case.js';
import type { Done, Implementation } from '../program/implementation.js';
import { NoTruth } from '../reference/index.js';
import type { Law } from './law.js';
import { laws as allLaws, foundations } from './laws/index.js';
import { Trial } from './trial.js';
import { type Verdict, verdictOf } from './verdict.js';

export interface LawVerdict {
  readonly law: Law;
  readonly verdict: Verdict;
}

/**
 * The verdicts of the laws that apply to a case, in order. A run that returned nothing to judge, or a broken
 * foundation (wrong values, wrong shapes), is the only verdict.
 */
export async function judge(
  implementation: Implementation,
  testCase: Case,
  laws: readonly Law[] = allLaws,
): Promise<LawVerdict[]> {
  const base = allLaws[0] as Law;
  const trial = begin(implementation, testCase);
  if (!(trial instanceof Trial)) return [{ law: base, verdict: trial }];
  const outcome = await trial.run({});
  if (outcome.kind === 'malformed') return [{ law: foundations[1] as Law, verdict: outcome }];
  if (outcome.kind !== 'done') return [{ law: base, verdict: verdictOf(outcome) }];
  return lawVerdicts(trial, outcome, laws);
}

function begin(implementation: Implementation, testCase: Case): Trial | Verdict {
  try {
    return new Trial(implementation, testCase);
  } catch (error) {
    if (error instanceof NoTruth) return { kind: 'inconclusive', why: error.message };
    throw error;
  }
}

async function lawVerdicts(trial: Trial, done: Done, laws: readonly Law[]): Promise<LawVerdict[]> {
  const verdicts: LawVerdict[] = [];
  for (const law of foundations) {
    const verdict = await law.check(trial, done);
    if (verdict !== undefined && verdict.kind !== 'agree') return [{ law, verdict }];
    if (verdict !== undefined && laws.includes(law) && applies(law, trial)) verdicts.push({ law, verdict });
  }
  const others = laws.filter((law) => !foundations.includes(law) && applies(law, trial));
  // All at once: an implementation that queues its runs is spared the wait for each answer.
  const checked = await Promise.all(
    others.map(async (law) => ({ law, verdict: await law.check(trial, done) })),
  );
  return [
    ...verdicts,
    ...checked.flatMap(({ law, verdict }) => (verdict === undefined ? [] : [{ law, verdict }])),
  ];
}

/** Of a program without Jacobians, and of a case without cotangents, some laws have nothing to say. */
const applies = (law: Law, { tooLarge, testCase }: Trial): boolean =>
  (!tooLarge || law.anySize === true) && (testCase.cotangents.length > 0 || law.ofValues === true);
