/** Which values and gradients of the failing case came out wrong: where the graph gets its marks. */
import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import type { Id } from '../../case/vocabulary.js';
import { answerProblem, trialByJacobians, valueTruth } from '../../verify/index.js';
import type { Submission } from '../implementation.js';
import type { Entries } from './flow.js';

export interface WrongAnswers {
  /** The cotangent for which gradients are wrong; the first if none are. */
  readonly cotangent: number;
  /** By input. */
  readonly gradients: ReadonlyMap<Id, Entries>;
  /** By the id of an output. */
  readonly values: ReadonlyMap<Id, Entries>;
}

export const noWrongAnswers: WrongAnswers = { cotangent: 0, gradients: new Map(), values: new Map() };

export async function wrongAnswers(testCase: Case, submission: Submission): Promise<WrongAnswers> {
  const trial = trialByJacobians(submission, testCase);
  const outcome = await submission.run(testCase);
  if (trial === undefined || outcome.kind !== 'done' || answerProblem(outcome, testCase) !== undefined)
    return noWrongAnswers;
  const values = new Map<Id, Entries>();
  testCase.program.outputs.forEach((id, output) => {
    const got = at(outcome.values, output);
    if (trial.compare.entries('', valueTruth(trial, output), got).kind === 'disagree') values.set(id, got);
  });
  for (const [cotangent, vjps] of outcome.vjps.entries()) {
    const gradients = new Map<Id, Entries>();
    vjps.forEach((got, input) => {
      if (trial.compare.gradient(cotangent, input, got).kind === 'disagree') gradients.set(input, got);
    });
    if (gradients.size > 0) return { cotangent, gradients, values };
  }
  return { ...noWrongAnswers, values };
}
