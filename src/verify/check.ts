/** Laws over generated cases: many runs, the first broken law shrunk to a case small enough to check by hand. */
import fc from 'fast-check';
import type { Case } from '../program/case.js';
import { caseId } from '../program/case-id.js';
import type { Implementation } from '../program/implementation.js';
import { judge } from './judge.js';
import type { Law } from './law.js';
import { fails, type Verdict, type VerdictKind } from './verdict.js';

export interface CheckOptions {
  readonly cases: fc.Arbitrary<Case>;
  readonly laws: readonly Law[];
  /** How many cases to generate. */
  readonly runs: number;
  readonly seed: number;
  /** Replays one failure: the path that a failure printed. */
  readonly path?: string;
  /** How many smaller cases to try once a law broke. */
  readonly shrinks?: number;
  /** Called after each generated case. */
  readonly onRun?: () => void;
}

export type Counts = Readonly<Record<VerdictKind, number>>;

export interface Failure {
  readonly law: Law;
  readonly verdict: Verdict;
  /** The shrunk case. */
  readonly testCase: Case;
  readonly caseId: string;
  readonly seed: number;
  readonly path: string;
  /** How many generated cases passed before it. */
  readonly passed: number;
}

export interface Report {
  readonly runs: number;
  readonly seed: number;
  /** By law id, how often each verdict was given. */
  readonly counts: ReadonlyMap<string, Counts>;
  readonly failure: Failure | undefined;
  /** Cases that no truth could decide, for looking into. */
  readonly undecided: readonly Case[];
}

interface Broken {
  readonly law: Law;
  readonly verdict: Verdict;
}

/** Holds an implementation to the laws on generated cases, until one breaks. Replays from its seed. */
export async function checkLaws(implementation: Implementation, options: CheckOptions): Promise<Report> {
  const tally = new Tally();
  let broken: Broken | undefined;
  let shrinksLeft = options.shrinks ?? 400;
  let runs = 0;
  const property = fc.asyncProperty(options.cases, async (testCase) => {
    if (broken !== undefined && shrinksLeft-- <= 0) return;
    const verdicts = await judge(implementation, testCase, options.laws);
    if (broken === undefined) {
      runs++;
      tally.add(testCase, verdicts);
      options.onRun?.();
    }
    const failing = verdicts.find(
      ({ law, verdict }) => fails(verdict) && (broken === undefined || sameBreak(broken, { law, verdict })),
    );
    if (failing === undefined) return;
    broken = failing;
    throw new Error(failing.law.sentence);
  });
  const details = await fc.check(property, {
    numRuns: options.runs,
    seed: options.seed,
    ...(options.path === undefined ? {} : { path: options.path }),
  });
  const failure = details.failed ? failureOf(details, broken) : undefined;
  return { runs, seed: options.seed, counts: tally.counts, failure, undecided: tally.undecided };
}

/** Shrinking stays with the law that broke first, so that the small case shows the same mistake. */
const sameBreak = (first: Broken, now: Broken): boolean =>
  first.law.id === now.law.id && first.verdict.kind === now.verdict.kind;

function failureOf(details: fc.RunDetails<[Case]>, broken: Broken | undefined): Failure {
  const testCase = details.counterexample?.[0];
  if (testCase === undefined || broken === undefined) throw details.errorInstance;
  return {
    ...broken,
    testCase,
    caseId: caseId(testCase),
    seed: details.seed,
    path: details.counterexamplePath ?? '',
    passed: details.numRuns - 1,
  };
}

const none: Counts = {
  agree: 0,
  disagree: 0,
  malformed: 0,
  unsupported: 0,
  'not-implemented': 0,
  crashed: 0,
  timeout: 0,
  inconclusive: 0,
};

class Tally {
  readonly counts = new Map<string, Counts>();
  readonly undecided: Case[] = [];

  add(testCase: Case, verdicts: readonly Broken[]): void {
    for (const { law, verdict } of verdicts) {
      const counts = this.counts.get(law.id) ?? none;
      this.counts.set(law.id, { ...counts, [verdict.kind]: counts[verdict.kind] + 1 });
    }
    if (verdicts.some(({ verdict }) => verdict.kind === 'inconclusive')) this.undecided.push(testCase);
  }
}
