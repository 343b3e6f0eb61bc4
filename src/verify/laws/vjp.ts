import type { Done } from '../../case/implementation.js';
import type { Law } from '../law.js';
import type { Trial } from '../trial.js';
import { agree, type Verdict } from '../verdict.js';

export const vjp: Law = {
  id: 'vjp',
  sentence: 'the vjp equals JᵀΔ',
  atEdges: true,
  check: judgeAll,
};

/** The first gradient that is not JᵀΔ, cotangent by cotangent; undefined where the law of directions decides instead. */
export function judgeAll(trial: Trial, done: Done): Verdict | undefined {
  let doubt: Verdict = agree;
  for (const [cotangent, gradients] of done.vjps.entries()) {
    for (const [input, got] of gradients.entries()) {
      const verdict = (trial.edge ?? trial.compare).gradient(cotangent, input, got);
      if (verdict.kind === 'disagree') return verdict;
      if (verdict.kind !== 'agree') doubt = verdict;
    }
  }
  const decided = doubt.kind === 'agree' || trial.edge !== undefined || !trial.truth.leftToDirections;
  return decided ? doubt : undefined;
}
