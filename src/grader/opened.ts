/** A submission of one exercise, ready to answer: in the sandbox, in a page, or over an adapter. */
import type { Case } from '../case/case.js';
import type { Kinks } from '../case/kinks.js';
import type { OpName } from '../case/vocabulary.js';
import type { Dependence } from '../verify/index.js';
import type { AssignedExercise } from './assignment/assignment.js';
import type { PartOptions, PartResult } from './check-part.js';
import type { Convention } from './conventions/conventions.js';
import { excuseConvention, leniently } from './conventions/excuse-convention.js';
import { excuseRule } from './excuse-rule.js';
import { writesRules } from './exercises.js';
import type { Submission } from './implementation.js';
import type { Part } from './part.js';
import { partsOf } from './parts.js';
import type { Submitted } from './submitted.js';

export interface Opened {
  readonly kind: 'ready';
  readonly submission: Submission;
  readonly parts: readonly Part[];
  /** Optional ops that the submission does not have: the other parts share all points. */
  readonly notAsked?: readonly OpName[];
  readonly submitted: Submitted;
  /** If a part can fail because another is wrong: its result, or one that rests on others and is not to blame. */
  excuse?(result: PartResult, options: PartOptions): Promise<PartResult>;
  /** Its answers without conventions, if these can be recognised. */
  readonly lenient?: (submission: Submission) => Submission;
  /** Restores the restart budget for the next part. */
  renew(): void;
  /** Saves a counterexample under this name, with what it depends on. @returns what `backproof replay` is to be told, quoted for a shell */
  save(testCase: Case, name: string, dependence?: Dependence): string;
  close(): unknown;
}

/** What the grader knows of a submission of one of its own exercises, whatever runs it. */
export const known = (
  exercise: AssignedExercise,
  submission: Submission,
  conventions: readonly Convention[],
  kinks: Kinks | undefined,
): Pick<Opened, 'kind' | 'submission' | 'parts' | 'excuse' | 'lenient'> => ({
  kind: 'ready',
  submission,
  excuse: async (result, options) => {
    if (!writesRules(exercise)) return result;
    const judged = await excuseConvention(result, submission, conventions, options);
    if (judged !== result || exercise.kind !== 'rules') return judged;
    return excuseRule(result, submission, exercise, options);
  },
  ...(writesRules(exercise) && { lenient: (each: Submission) => leniently(each, conventions) }),
  parts: partsOf(exercise, kinks),
});
