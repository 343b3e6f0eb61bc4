import { at } from '../../case/at.js';
import { nameOf } from '../../case/print.js';
import { type Chain, pushforward, type Truth } from '../../reference/index.js';
import type { Law } from '../law.js';
import type { Trial } from '../trial.js';
import { agree } from '../verdict.js';

/**
 * ∂⟨JᵀΔ, u⟩/∂Δ = Ju: reverse mode twice is forward mode. A gradient computed on raw data no longer depends on Δ, and
 * gives zero. This law shows that for linear ops too, whose second derivative by x is zero anyway.
 */
export const twice: Law = {
  id: 'twice',
  sentence: 'the vjp can be differentiated by Δ, and gives Ju',
  check(trial, done) {
    if (trial.testCase.order !== 2 || done.jvps === undefined) return undefined;
    for (const [cotangent, outputs] of done.jvps.entries()) {
      for (const [output, got] of outputs.entries()) {
        const what = `gradient of ⟨VJP, u⟩ by Δ of output ${nameOf(trial.testCase.program.outputs[output] as number)}, for cotangent ${cotangent}`;
        const truthOf = (chain: Chain) => at(tangents(trial, chain, cotangent), output);
        const verdict = trial.compare.settling(what, truthOf, got);
        if (verdict.kind !== 'agree') return verdict;
      }
    }
    return agree;
  },
};

/** What Ju must be, for one cotangent's direction. */
export const tangents = ({ testCase }: Trial, chain: Chain, cotangent: number): Truth[] =>
  pushed(
    chain,
    at(testCase.directions, cotangent).map(({ data }) => data),
  );

/** Jv of each output. Whoever gets it by reverse mode twice goes back and forth, and rounds twice. */
export function pushed(chain: Chain, direction: readonly ArrayLike<number>[]): Truth[] {
  return pushforward(chain, direction).map((truth) => ({
    ...truth,
    rounding: truth.rounding.map((own, k) => 2 * own + 16 * (truth.magnitude[k] as number)),
  }));
}
