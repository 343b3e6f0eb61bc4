import type { Done } from '../../case/implementation.js';
import { answerPartsOf } from '../answer-parts.js';
import type { Law } from '../law.js';
import { selfRounding } from '../tolerance.js';
import type { Trial } from '../trial.js';
import { compareAnswers } from '../two-answers.js';
import { agree, type Verdict } from '../verdict.js';

/**
 * Each mode is compared with the first: lazy with eager, compiled with eager. Second order too, if it was asked for.
 */
export const modes: Law = {
  id: 'modes',
  sentence: 'lazy and eager (or compiled and eager) agree',
  ofValues: true,
  reruns: true,
  async check(trial, done) {
    const others = trial.implementation.modes.filter((mode) => mode !== trial.testCase.mode);
    if (others.length === 0) return undefined;
    for (const mode of others) {
      const outcome = await trial.run({ mode }, `in mode ${mode}`);
      if (outcome.kind !== 'done') return outcome;
      const verdict = sameResults(trial, done, outcome, mode);
      if (verdict.kind !== 'agree') return verdict;
    }
    return agree;
  },
};

function sameResults(trial: Trial, one: Done, other: Done, mode: string): Verdict {
  const {
    testCase,
    truth: { dtype },
  } = trial;
  const others = new Map(answerPartsOf(trial, other).map((part) => [part.what, part.got]));
  for (const part of answerPartsOf(trial, one)) {
    const { what, got } = part;
    const [answer, truth] = [others.get(what), part.truth()];
    // At a kink there is no second order, and so nothing on which two modes must agree.
    if (answer === undefined || truth === undefined) continue;
    const verdict = compareAnswers(
      { what, shape: got.shape, dtype, rounding: selfRounding(truth, 2, dtype), truth },
      { by: testCase.mode, data: got.data },
      { by: mode, data: answer.data },
    );
    if (verdict.kind !== 'agree') return verdict;
  }
  return agree;
}
