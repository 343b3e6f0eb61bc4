import type { TensorData } from '../../program/tensor-data.js';
import { unitRoundoff } from '../../program/tensor-data.js';
import type { Law } from '../law.js';
import { dot as dotTruths } from '../trial.js';
import { agree } from '../verdict.js';

/** One number for the whole gradient, by differences of the whole program: the truth that needs no Jacobian. */
export const dot: Law = {
  id: 'dot',
  sentence: '⟨Δ, Jv⟩ = ⟨JᵀΔ, v⟩',
  check(trial, done) {
    for (const [cotangent, gradients] of done.vjps.entries()) {
      const forward = trial.dotForward(cotangent);
      if (!Number.isFinite(forward.error)) continue;
      const { spread, rounding, size } = dotTruths(trial.truths(cotangent), trial.sweep.direction);
      const got = inner(gradients, trial.sweep.direction);
      const tolerance = forward.error + spread + (rounding + 16 * size) * unitRoundoff[trial.dtype];
      if (Math.abs(got - forward.value) <= tolerance) continue;
      const where = { what: `⟨VJP(Δ), v⟩, for cotangent ${cotangent}`, index: [] };
      return { kind: 'disagree', where, expected: forward.value, spread: 0, got, tolerance };
    }
    return agree;
  },
};

const inner = (gradients: readonly TensorData[], direction: readonly Float64Array[]): number =>
  gradients.reduce(
    (sum, { data }, input) =>
      data.reduce((total, entry, at) => total + entry * (direction[input]?.[at] as number), sum),
    0,
  );
