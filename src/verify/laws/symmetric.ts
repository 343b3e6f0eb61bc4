import { type TensorData, unitRoundoff } from '../../case/tensor-data.js';
import { anyMayOverflow, isHalf } from '../../reference/index.js';
import type { Law } from '../law.js';
import { flushed } from '../tolerance.js';
import type { Trial } from '../trial.js';
import { disagreement } from '../two-answers.js';
import { agree } from '../verdict.js';

/** ⟨Hu, w⟩ = ⟨Hw, u⟩, the implementation against itself: no reference is needed for second order to be wrong. */
export const symmetric: Law = {
  id: 'symmetric',
  sentence: 'second order is symmetric',
  reruns: true,
  async check(trial) {
    const { testCase } = trial;
    const [delta] = testCase.cotangents;
    const [u] = testCase.directions;
    if (testCase.order !== 2 || delta === undefined || u === undefined || onKink(trial)) return undefined;
    const w = u.map((tensor) => ({ ...tensor, data: tensor.data.map((_, at) => (at % 2 === 0 ? 1 : -2)) }));
    const twice = { cotangents: [delta, delta], directions: [u, w] };
    const outcome = await trial.run(twice, 'for one cotangent twice, with two directions');
    if (outcome.kind !== 'done') return outcome;
    const [hu, hw] = outcome.seconds as [readonly TensorData[], readonly TensorData[]];
    const [one, other] = [inner(hu, w), inner(hw, u)];
    if (mayBeInfinite(trial, delta, [u, w])) return undefined;
    const [oneWay, otherWay] = [lost(trial, delta, u, w), lost(trial, delta, w, u)];
    if (oneWay === undefined || otherWay === undefined) return undefined;
    if (!Number.isFinite(one.value) || !Number.isFinite(other.value)) {
      return {
        kind: 'malformed',
        problem: 'a second derivative is not a finite number, although there is one',
      };
    }
    const flush = [...u, ...w].reduce((sum, { data }) => sum + flushed(trial.truth.dtype, data), 0);
    const unit = unitRoundoff[trial.truth.dtype];
    const tolerance = flush + unit * (16 * (one.size + other.size) + oneWay + otherWay);
    if (!Number.isFinite(tolerance)) return undefined;
    if (Math.abs(one.value - other.value) <= tolerance) return agree;
    const where = { what: 'the Hessian along u and w, for cotangent 0', index: [] };
    const both = [
      { by: '⟨Hu, w⟩', data: [one.value] },
      { by: '⟨Hw, u⟩', data: [other.value] },
    ] as const;
    const truth = { value: [innerTruth(trial, delta, u, w)], rounding: [tolerance / unit] };
    return disagreement(where, both, 0, truth, { tolerance, dtype: trial.truth.dtype });
  },
};

/** In float16 or bfloat16 a right second derivative may be infinite. */
const mayBeInfinite = (
  { truth }: Trial,
  delta: readonly TensorData[],
  directions: readonly (readonly TensorData[])[],
): boolean =>
  isHalf(truth.dtype) &&
  directions.some((each) => anyMayOverflow(truth.secondOrder(delta, each) ?? [], truth.plan.precision));

/** The reference's ⟨Hu, w⟩. */
function innerTruth(
  trial: Trial,
  delta: readonly TensorData[],
  u: readonly TensorData[],
  w: readonly TensorData[],
): number {
  const truths = trial.truth.secondOrder(delta, u) ?? [];
  return inner(
    truths.map(({ value }) => ({ data: [...value] })),
    w,
  ).value;
}

const onKink = (trial: Trial): boolean =>
  trial.truth.pullback(0).some(({ spread }) => spread.some((half) => half > 0));

/** What rounding may cost ⟨Hu, w⟩, in units of the unit roundoff; undefined at a kink. */
function lost(
  trial: Trial,
  delta: readonly TensorData[],
  u: readonly TensorData[],
  w: readonly TensorData[],
): number | undefined {
  const truths = trial.truth.secondOrder(delta, u);
  return truths?.reduce(
    (sum, { rounding }, input) =>
      rounding.reduce((total, own, at) => total + own * Math.abs(w[input]?.data[at] as number), sum),
    0,
  );
}

type Entries = Pick<TensorData, 'data'>;

function inner(a: readonly Entries[], b: readonly Entries[]): { value: number; size: number } {
  const terms = a.flatMap(({ data }, index) =>
    data.map((entry, at) => entry * (b[index]?.data[at] as number)),
  );
  return { value: terms.reduce((x, y) => x + y, 0), size: terms.reduce((x, y) => x + Math.abs(y), 0) };
}
