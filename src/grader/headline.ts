/** Which failure a learner reads first: the simplest, not that of the first op in the list. */
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { PartResult } from './check-part.js';
import { type ExerciseResult, type Status, statuses } from './result.js';

/** The worst status of the parts. */
export const worstStatus = (results: readonly { readonly status: Status }[]): Status =>
  at(statuses, Math.max(0, ...results.map(({ status }) => statuses.indexOf(status))));

/** The part to show the learner; none when all passed. */
export const headlineOf = (results: readonly PartResult[]): PartResult | undefined =>
  simplest(
    results.filter(({ status }) => status !== 'passed'),
    ({ status, broken }) => rankOf(status, broken?.testCase ?? null),
  );

/** The exercise to begin with; none when nothing that is shown failed. */
export const exerciseToBeginWith = (results: readonly ExerciseResult[]): ExerciseResult | undefined =>
  simplest(
    results.filter(({ status, message }) => status !== 'passed' && message !== ''),
    ({ status, counterexample }) => rankOf(status, counterexample),
  );

/** Compared from the left; smaller is simpler. */
type Rank = readonly number[];

/**
 * What was written comes before what was not. Then order, the number of steps that compute, and the size of the case;
 * among equally simple ones, the worst status, because a wrong number says more than a crash.
 */
function rankOf(status: Status, testCase: Case | null): Rank {
  const unwritten = status === 'not-implemented' || status === 'missing';
  const badness = statuses.length - statuses.indexOf(status);
  if (testCase === null || unwritten) return [Number(unwritten), 0, 0, 0, badness];
  const { order, program, inputs } = testCase;
  const read = inputs.reduce((sum, { shape, data }) => sum + data.length + shape.length, 0);
  const steps = program.steps.filter(({ op }) => op !== 'detach');
  return [Number(unwritten), order, steps.length, read, badness];
}

/** The first element that none precedes. */
function simplest<T>(all: readonly T[], rank: (each: T) => Rank): T | undefined {
  const ranked = all.map((each) => ({ each, rank: rank(each) }));
  return ranked.reduce<(typeof ranked)[number] | undefined>(
    (best, next) => (best !== undefined && !precedes(next.rank, best.rank) ? best : next),
    undefined,
  )?.each;
}

function precedes(a: Rank, b: Rank): boolean {
  const at = a.findIndex((entry, index) => entry !== b[index]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}
