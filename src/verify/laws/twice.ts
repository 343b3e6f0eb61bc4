import { nameOf } from '../../program/print.js';
import type { TensorData } from '../../program/tensor-data.js';
import { type Chain, pushforward, type Truth } from '../../reference/index.js';
import { formProblem } from '../form.js';
import type { Law } from '../law.js';
import { agree } from '../verdict.js';

/**
 * ∂⟨JᵀΔ, u⟩/∂Δ = Ju: reverse mode twice is forward mode. A gradient computed on raw data does not depend on Δ
 * any more, and gives zero; this shows it for linear ops too, whose second order by x is zero anyway.
 */
export const twice: Law = {
  id: 'twice',
  sentence: 'the vjp can be differentiated by Δ, and gives Ju',
  check(trial, done) {
    if (trial.testCase.order !== 2 || done.jvps === undefined) return undefined;
    for (const [cotangent] of trial.testCase.cotangents.entries()) {
      const outputs = done.jvps[cotangent] ?? [];
      const problem = formProblem(outputs, trial.program, 'value');
      if (problem !== undefined) return { kind: 'malformed', problem: `of ⟨VJP, u⟩ by Δ: ${problem}` };
      const direction = trial.testCase.directions[cotangent] as readonly TensorData[];
      const tangents = (chain: Chain) =>
        pushforward(
          chain,
          direction.map(({ data }) => data),
        );
      for (const [output, got] of outputs.entries()) {
        const what = `gradient of ⟨VJP, u⟩ by Δ of output ${nameOf(trial.program.outputs[output] as number)}, for cotangent ${cotangent}`;
        const verdict = trial.judgeSettling(what, (chain) => doubled(tangents(chain)[output] as Truth), got);
        if (verdict.kind !== 'agree') return verdict;
      }
    }
    return agree;
  },
};

/** The way back and forth rounds twice. */
const doubled = (truth: Truth): Truth => ({
  ...truth,
  rounding: truth.rounding.map((own, k) => 2 * own + 16 * (truth.magnitude[k] as number)),
});
