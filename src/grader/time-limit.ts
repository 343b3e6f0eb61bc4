/** A limit to the time that a whole submission takes, however many requests each stay within their own. */
import type { Case } from '../case/case.js';
import type { Outcome } from '../case/implementation.js';
import type { Submission } from './implementation.js';

export interface TimeLimit {
  readonly milliseconds: number;
  isOver(): boolean;
}

/** Runs from now on. */
export function timeLimit(milliseconds: number): TimeLimit {
  const end = performance.now() + milliseconds;
  return { milliseconds, isOver: () => performance.now() > end };
}

/** The same submission, of which nothing is asked once the time is over: whatever is left to ask is lost. */
export function withinTime(submission: Submission, limit: TimeLimit): Submission {
  const over = (): Outcome => ({
    kind: 'crashed',
    error: {
      type: 'TimeLimit',
      message: `Grading the whole submission took longer than ${limit.milliseconds / 1000} s, and was ended there.`,
      traceback: '',
    },
  });
  const { printed, traced } = submission;
  return {
    ...submission,
    ...(printed && {
      printed: async (testCase: Case, most: number) => (limit.isOver() ? '' : printed(testCase, most)),
    }),
    ...(traced && {
      traced: async (testCase: Case) => (limit.isOver() ? over() : traced(testCase)),
    }),
    run: async (testCase) => (limit.isOver() ? over() : submission.run(testCase)),
    measure: async (testCase, jacobians) =>
      limit.isOver() ? { outcome: over(), calls: 0 } : submission.measure(testCase, jacobians),
  };
}
