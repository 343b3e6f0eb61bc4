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
      const [one, two] = [0, 1].map((which) => at(trial.truth.pullback(which), input)) as [Truth, Truth];
      const truth = combined(one, two, trial.truth.dtype);
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

const mix = (a: ArrayLike<number>, b: ArrayLike<number>): number[] => joined(a, b, -3);

/** 2a + by·b, entry by entry. */
function joined(a: ArrayLike<number>, b: ArrayLike<number>, by: number): number[] {
  const entries: number[] = [];
  for (let at = 0; at < a.length; at++) entries.push(2 * (a[at] as number) + by * (b[at] as number));
  return entries;
}

const combine = ({ dtype, shape, data }: TensorData, other: TensorData): TensorData =>
  tensorData(dtype, shape, mix(data, other.data));

/** The value of 2 VJP(Δ₀) - 3 VJP(Δ₁), and what rounding may cost on the way. */
function combined(one: Truth, two: Truth, dtype: DType) {
  const lostOfTwo = selfRounding(two, 9, dtype);
  // 2Δ₀ - 3Δ₁ is itself rounded to the dtype.
  const ofMixing = joined(one.magnitude, two.magnitude, 3);
  return {
    value: mix(one.value, two.value),
    spread: joined(one.spread, two.spread, 3),
    error: joined(one.error, two.error, 3),
    magnitude: ofMixing,
    rounding: selfRounding(one, 6, dtype).map(
      (own, at) => own + (lostOfTwo[at] as number) + (ofMixing[at] as number),
    ),
  };
}
