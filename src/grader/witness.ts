/**
 * Records what a submission was asked and did not answer. Laws judge only answers, so points for silence are refused
 * here.
 */
import type { Case } from '../case/case.js';
import type { Done, Outcome } from '../case/implementation.js';
import type { Verdict } from '../verify/index.js';
import type { Submission } from './implementation.js';

export interface Unanswered {
  readonly verdict: Verdict;
  readonly testCase: Case;
}

export interface Witnessed {
  readonly submission: Submission;
  /** The first request without an answer. */
  unanswered(): Unanswered | undefined;
}

/** The same submission, and a witness of what it did not answer. */
export function witnessed(submission: Submission): Witnessed {
  let first: Unanswered | undefined;
  const see = (testCase: Case, outcome: Outcome): Outcome => {
    if (!isAnswer(outcome)) first ??= { verdict: outcome, testCase };
    return outcome;
  };
  return {
    submission: {
      ...submission,
      run: async (testCase) => see(testCase, await submission.run(testCase)),
      measure: async (testCase, jacobians) => {
        const measured = await submission.measure(testCase, jacobians);
        see(testCase, measured.outcome);
        return measured;
      },
    },
    unanswered: () => first,
  };
}

type Declared = Extract<Outcome, { kind: 'unsupported' }>;

/** Cases that an adapter excluded when it started do not count as asked. */
const isAnswer = (outcome: Outcome): outcome is Done | Declared =>
  outcome.kind === 'done' || (outcome.kind === 'unsupported' && outcome.declared === true);
