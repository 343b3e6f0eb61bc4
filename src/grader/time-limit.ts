/** A limit on the time of a whole submission, even if each request stays within its own. */
import type { Case } from '../case/case.js';
import type { Outcome } from '../case/implementation.js';
import type { Submission } from './implementation.js';

export interface TimeLimit {
  readonly milliseconds: number;
  isOver(): boolean;
}

/** Starts now. */
export function timeLimit(milliseconds: number): TimeLimit {
  const end = performance.now() + milliseconds;
  return { milliseconds, isOver: () => performance.now() > end };
}

/** The same submission; once the time is over, nothing more is asked of it, and the remaining cases are lost. */
export function withinTime(submission: Submission, limit: TimeLimit): Submission {
  const over = (): Outcome => ({
    kind: 'crashed',
    error: {
      type: 'TimeLimit',
      message: `Grading the whole submission took longer than ${limit.milliseconds / 1000} s, and was stopped.`,
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
