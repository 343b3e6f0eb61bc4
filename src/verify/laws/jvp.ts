import { at } from '../../case/at.js';
import { nameOf } from '../../case/print.js';
import type { Chain } from '../../reference/index.js';
import { directionOf } from '../case-truth.js';
import type { Law } from '../law.js';
import { agree } from '../verdict.js';
import { pushed } from './twice.js';
import { value } from './value.js';

/** Forward mode has rules of its own, and returns the value along with the tangent. */
export const jvp: Law = {
  id: 'jvp',
  sentence: 'the jvp equals Jv',
  seldom: true,
  reruns: true,
  async check(trial) {
    if (trial.implementation.jvp !== true) return undefined;
    const outcome = await trial.forward();
    if (outcome.kind !== 'done') return outcome;
    const ofValue = await value.check(trial, outcome);
    if (ofValue !== undefined && ofValue.kind !== 'agree') return ofValue;
    const { program } = trial.testCase;
    const direction = directionOf(program);
    for (const [output, got] of (outcome.tangents ?? []).entries()) {
      const what = `tangent of output ${nameOf(at(program.outputs, output))}`;
      const truthOf = (chain: Chain) => at(pushed(chain, direction), output);
      const verdict = trial.compare.settling(what, truthOf, got);
      if (verdict.kind !== 'agree') return verdict;
    }
    return agree;
  },
};
