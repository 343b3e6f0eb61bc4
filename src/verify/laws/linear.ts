import { nameOf } from '../../program/print.js';
import { type TensorData, tensorData } from '../../program/tensor-data.js';
import type { Truth } from '../../reference/index.js';
import type { Law } from '../law.js';
import { selfRounding } from '../tolerance.js';
import { agree, verdictOf } from '../verdict.js';

/** VJP(2Δ₀ - 3Δ₁) = 2 VJP(Δ₀) - 3 VJP(Δ₁): also catches a rule that works only for some cotangents. */
export const linear: Law = {
  id: 'linear',
  sentence: 'the vjp is linear in Δ',
  async check(trial, done) {
    const [first, second] = trial.testCase.cotangents;
    if (first === undefined || second === undefined) return undefined;
    const mixed = first.map((tensor, output) => combine(tensor, second[output] as TensorData));
    const outcome = await trial.vary({ cotangents: [mixed], order: 1, directions: [] });
    if (outcome.kind !== 'done') return verdictOf(outcome);
    for (const [input, got] of (outcome.vjps[0] ?? []).entries()) {
      const [a, b] = [done.vjps[0]?.[input], done.vjps[1]?.[input]] as [TensorData, TensorData];
      const [one, two] = [trial.truths(0)[input], trial.truths(1)[input]] as [Truth, Truth];
      const lostOfTwo = selfRounding(two, 9, trial.dtype);
      const expected = {
        value: a.data.map((entry, at) => 2 * entry - 3 * (b.data[at] as number)),
        rounding: selfRounding(one, 6, trial.dtype).map((own, at) => own + (lostOfTwo[at] as number)),
      };
      const verdict = trial.judge(`gradient of input ${nameOf(input)}, for 2Δ₀ - 3Δ₁`, expected, got);
      if (verdict.kind !== 'agree') {
        return verdict.kind === 'disagree' ? { ...verdict, why: 'That is 2 VJP(Δ₀) - 3 VJP(Δ₁).' } : verdict;
      }
    }
    return agree;
  },
};

const combine = ({ dtype, shape, data }: TensorData, other: TensorData): TensorData =>
  tensorData(
    dtype,
    shape,
    data.map((entry, at) => 2 * entry - 3 * (other.data[at] as number)),
  );
