import { at } from '../../case/at.js';
import type { TensorData } from '../../case/tensor-data.js';
import { unitRoundoff } from '../../case/tensor-data.js';
import { anyMayOverflow, isHalf, type Truth } from '../../reference/index.js';
import { directionOf, dot as dotTruths } from '../case-truth.js';
import type { Law } from '../law.js';
import { flushed } from '../tolerance.js';
import type { Trial } from '../trial.js';
import { disagreement } from '../two-answers.js';
import { agree, type Verdict } from '../verdict.js';
import { estimatedRounding, inner, isDrowned } from './dot.js';
import { pushed } from './twice.js';

/** Forward mode against reverse mode: neither a reference nor a Jacobian is needed for one of them to be wrong. */
export const transposed: Law = {
  id: 'transposed',
  sentence: '⟨Δ, jvp(v)⟩ = ⟨vjp(Δ), v⟩',
  seldom: true,
  reruns: true,
  anySize: true,
  async check(trial, done) {
    if (trial.implementation.jvp !== true) return undefined;
    const outcome = await trial.forward();
    if (outcome.kind !== 'done') return outcome;
    const tangents = outcome.tangents ?? [];
    let judged: Verdict | undefined;
    for (const [cotangent, gradients] of done.vjps.entries()) {
      const verdict = sameProduct(trial, cotangent, tangents, gradients);
      if (verdict !== undefined && verdict.kind !== 'agree') return verdict;
      judged ??= verdict;
    }
    return judged;
  },
};

/** Undefined where nothing can be said: near a kink without Jacobians, or where a number may rightly be infinite. */
function sameProduct(
  trial: Trial,
  cotangent: number,
  tangents: readonly TensorData[],
  gradients: readonly TensorData[],
): Verdict | undefined {
  const { dtype } = trial.truth;
  const v = directionOf(trial.testCase.program);
  const delta = at(trial.testCase.cotangents, cotangent).map(({ data }) => data);
  const right = (trial.truth.tooLarge ? withoutJacobians : alongTheChain)(trial, cotangent, delta, v);
  if (right === undefined) return undefined;
  const unit = unitRoundoff[dtype];
  const ways = [
    { tensors: tangents, weights: delta },
    { tensors: gradients, weights: v },
  ] as const;
  const tolerance = ways.reduce(
    (sum, { tensors, weights }) =>
      sum +
      weights.reduce((lost, own) => lost + flushed(dtype, Array.from(own)), 0) +
      unit *
        (trial.truth.tooLarge ? estimatedRounding(trial, tensors, weights) : 16 * size(tensors, weights)),
    right.tolerance,
  );
  if (!trial.truth.tooLarge && !Number.isFinite(tolerance)) return undefined;
  if (isDrowned(trial, right.value, tolerance)) return undefined;
  const [forward, back] = [inner(tangents, delta), inner(gradients, v)];
  if (Math.abs(forward - back) <= tolerance) return agree;
  const where = { what: `⟨Δ, Jv⟩, for cotangent ${cotangent}`, index: [] };
  const both = [
    { by: '⟨Δ, jvp(v)⟩', data: [forward] },
    { by: '⟨vjp(Δ), v⟩', data: [back] },
  ] as const;
  const truth = { value: [right.value], rounding: [tolerance / unit] };
  return disagreement(where, both, 0, truth, { tolerance, dtype });
}

/** The reference's ⟨Δ, Jv⟩, and what the two answers may differ by. */
interface Right {
  readonly value: number;
  readonly tolerance: number;
}

type Direction = readonly ArrayLike<number>[];

function alongTheChain(
  { truth }: Trial,
  cotangent: number,
  delta: Direction,
  v: Direction,
): Right | undefined {
  const [forward, back] = [pushed(truth.chain, v), truth.pullback(cotangent)];
  const mayBeInfinite = (truths: readonly Truth[]) => anyMayOverflow(truths, truth.plan.precision);
  if (isHalf(truth.dtype) && (mayBeInfinite(forward) || mayBeInfinite(back))) return undefined;
  const [one, other] = [dotTruths(forward, delta), dotTruths(back, v)];
  const lost = ({ spread, error, rounding }: typeof one) =>
    spread + error + rounding * unitRoundoff[truth.dtype];
  return { value: other.value, tolerance: lost(one) + lost(other) };
}

function withoutJacobians({ truth }: Trial, cotangent: number): Right | undefined {
  const { value, error } = truth.dotForward(cotangent, at(truth.sweeps, 0));
  return Number.isFinite(error) ? { value, tolerance: 0 } : undefined;
}

const size = (tensors: readonly TensorData[], weights: Direction): number =>
  tensors.reduce(
    (sum, { data }, index) =>
      data.reduce((total, entry, k) => total + Math.abs(entry * (weights[index]?.[k] as number)), sum),
    0,
  );
