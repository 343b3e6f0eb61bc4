import { at } from '../../case/at.js';
import { nameOf } from '../../case/print.js';
import type { Law } from '../law.js';
import { selfRounding } from '../tolerance.js';
import { compareAnswers } from '../two-answers.js';
import { agree } from '../verdict.js';

/** vmap(vjp): the gradients of a stack of cotangents are the stack of their gradients. */
export const batched: Law = {
  id: 'batched',
  sentence: 'a batch of cotangents gives the vjp of each',
  seldom: true,
  reruns: true,
  async check(trial, done) {
    if (trial.implementation.batched !== true) return undefined;
    const how = 'for all cotangents in one batch';
    const outcome = await trial.run({ batched: true, order: 1, directions: [] }, how);
    if (outcome.kind !== 'done') return outcome;
    const { dtype } = trial.truth;
    for (const [cotangent, gradients] of outcome.vjps.entries()) {
      for (const [input, got] of gradients.entries()) {
        const truth = at(trial.truth.pullback(cotangent), input);
        const what = `gradient of input ${nameOf(input)}, for cotangent ${cotangent}`;
        const verdict = compareAnswers(
          { what, shape: got.shape, dtype, rounding: selfRounding(truth, 2, dtype), truth },
          { by: 'the cotangent alone', data: at(at(done.vjps, cotangent), input).data },
          { by: 'the batch of all cotangents', data: got.data },
        );
        if (verdict.kind !== 'agree') return verdict;
      }
    }
    return agree;
  },
};
