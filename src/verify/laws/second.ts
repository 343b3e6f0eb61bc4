import { at } from '../../case/at.js';
import { nameOf } from '../../case/print.js';
import type { TensorData } from '../../case/tensor-data.js';
import type { Law } from '../law.js';
import type { Trial } from '../trial.js';
import { agree, type Verdict } from '../verdict.js';

export const second: Law = {
  id: 'second',
  sentence: "second order equals the reference's",
  check(trial, done) {
    const { testCase } = trial;
    if (testCase.order !== 2) return undefined;
    let judged: Verdict | undefined;
    for (const [cotangent, delta] of testCase.cotangents.entries()) {
      const got = at(done.seconds, cotangent);
      const verdict = judgeSecond(trial, delta, cotangent, got);
      if (verdict !== undefined && verdict.kind !== 'agree') return verdict;
      judged ??= verdict;
    }
    return judged;
  },
};

/** Undefined at a kink, where there is no second order to compare with. */
function judgeSecond(
  trial: Trial,
  delta: readonly TensorData[],
  cotangent: number,
  got: readonly TensorData[],
): Verdict | undefined {
  const directions = at(trial.testCase.directions, cotangent);
  const truths = trial.truth.secondOrder(delta, directions);
  if (truths === undefined) return undefined;
  for (const [input, truth] of truths.entries()) {
    const what = `gradient of ⟨VJP, u⟩ by input ${nameOf(input)}, for cotangent ${cotangent}`;
    const verdict = trial.compare.entries(what, truth, at(got, input));
    if (verdict.kind !== 'agree') return verdict;
  }
  return agree;
}
