import { at } from '../../case/at.js';
import { nameOf } from '../../case/print.js';
import { type DType, type TensorData, tensorData } from '../../case/tensor-data.js';
import type { Truth } from '../../reference/index.js';
import type { Law } from '../law.js';
import { selfRounding } from '../tolerance.js';
import { compareAnswers } from '../two-answers.js';
import { agree } from '../verdict.js';

/** VJP(2Δ₀ - 3Δ₁) = 2 VJP(Δ₀) - 3 VJP(Δ₁): also catches a rule that works only for some cotangents. */
export const linear: Law = {
  id: 'linear',
  sentence: 'the vjp is linear in Δ',
  reruns: true,
  async check(trial, done) {
    const [first, second] = trial.testCase.cotangents;
    if (first === undefined || second === undefined) return undefined;
    const mixed = first.map((tensor, output) => combine(tensor, at(second, output)));
    const outcome = await trial.run({ cotangents: [mixed], order: 1, directions: [] }, 'for 2Δ₀ - 3Δ₁');
    if (outcome.kind !== 'done') return outcome;
    for (const [input, got] of (outcome.vjps[0] ?? []).entries()) {
      const [a, b] = [done.vjps[0]?.[input], done.vjps[1]?.[input]] as [TensorData, TensorData];
      const truth = combined(
        ...([trial.truth.pullback(0)[input], trial.truth.pullback(1)[input]] as [Truth, Truth]),
        trial.truth.dtype,
      );
      // A wrong rule may be linear, too: its rounding is estimated from its own numbers.
      const rounding = truth.rounding.map((own, at) => own + ownLoss * size(a.data[at], b.data[at]));
      const what = `gradient of input ${nameOf(input)}, for 2Δ₀ - 3Δ₁`;
      const verdict = compareAnswers(
        { what, shape: got.shape, dtype: trial.truth.dtype, rounding, truth },
        { by: '2 VJP(Δ₀) - 3 VJP(Δ₁)', data: mix(a.data, b.data) },
        { by: 'VJP(2Δ₀ - 3Δ₁)', data: got.data },
      );
      if (verdict.kind !== 'agree') return verdict;
    }
    return agree;
  },
};

/** In units of roundoff: the mixing, and a rule of two steps for each of the two answers. */
const ownLoss = 8;

const size = (a = 0, b = 0): number => 2 * Math.abs(a) + 3 * Math.abs(b);

const mix = (a: ArrayLike<number>, b: ArrayLike<number>): number[] =>
  Array.from(a, (entry, at) => 2 * entry - 3 * (b[at] as number));

const combine = ({ dtype, shape, data }: TensorData, other: TensorData): TensorData =>
  tensorData(dtype, shape, mix(data, other.data));

/** The value of 2 VJP(Δ₀) - 3 VJP(Δ₁), and what rounding may cost on the way. */
function combined(one: Truth, two: Truth, dtype: DType) {
  const lostOfTwo = selfRounding(two, 9, dtype);
  const bound = (a: Float64Array, b: Float64Array) => a.map((entry, at) => 2 * entry + 3 * (b[at] as number));
  // 2Δ₀ - 3Δ₁ is itself rounded to the dtype.
  const ofMixing = bound(one.magnitude, two.magnitude);
  return {
    value: mix(one.value, two.value),
    spread: bound(one.spread, two.spread),
    error: bound(one.error, two.error),
    magnitude: ofMixing,
    rounding: selfRounding(one, 6, dtype).map(
      (own, at) => own + (lostOfTwo[at] as number) + (ofMixing[at] as number),
    ),
  };
}
