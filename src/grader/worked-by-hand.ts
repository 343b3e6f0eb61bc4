/** One wrong entry of a failure that a learner reads first, as a sum. */
import { workedEntry } from '../teach/index.js';
import { en, type Texts } from '../texts/index.js';
import type { Assignment } from './assignment/assignment.js';
import { exerciseToBeginWith } from './headline.js';
import type { FoundFailure } from './options.js';
import { namingOf } from './own/names.js';
import type { Grade } from './result.js';

/** @returns text of at most 80 columns, by the exercise to begin with; none where no adjoint of a small case is wrong */
export function workedByHand(
  assignment: Assignment,
  { exercises }: Grade,
  failures: readonly FoundFailure[],
  texts: Texts = en,
): ReadonlyMap<string, string> {
  const first = exerciseToBeginWith(exercises);
  // Where several parts failed, the exercise tells of one of them in full.
  const told = JSON.stringify(first?.counterexample);
  const failure = failures.find(
    ({ exercise, broken }) => exercise === first?.id && JSON.stringify(broken.testCase) === told,
  );
  if (first === undefined || failure?.outcome?.kind !== 'done') return new Map();
  // A Jacobian is told entry by entry; what stands in it is no sum.
  if (failure.broken.law.id === 'jacobian') return new Map();
  const asked = assignment.exercises.find(({ id }) => id === first.id);
  const naming = asked && namingOf(asked);
  const { testCase, verdict } = failure.broken;
  // The entry that the message is about.
  const entry = verdict.kind === 'disagree' ? verdict.where.index : undefined;
  const lines = workedEntry(testCase, failure.outcome, { texts, ...(naming && { naming }) }, entry);
  return lines.length === 0 ? new Map() : new Map([[first.id, lines.join('\n')]]);
}
