import { at } from '../../case/at.js';
import type { TensorData } from '../../case/tensor-data.js';
import { unitRoundoff } from '../../case/tensor-data.js';
import { anyMayOverflow, isHalf, type Plan, summing } from '../../reference/index.js';
import { dot as dotTruths, type Sweep } from '../case-truth.js';
import type { Law } from '../law.js';
import { flushed } from '../tolerance.js';
import type { Trial } from '../trial.js';
import { agree, type Verdict } from '../verdict.js';

/** One number for the whole gradient, by differences of the whole program: a truth that needs no Jacobian. */
export const dot: Law = {
  id: 'dot',
  sentence: '⟨Δ, Jv⟩ = ⟨JᵀΔ, v⟩',
  anySize: true,
  check(trial, done) {
    let judged = false;
    for (const [which, sweep] of trial.truth.sweeps.entries()) {
      for (const [cotangent, gradients] of done.vjps.entries()) {
        const forward = trial.truth.dotForward(cotangent, sweep);
        if (!Number.isFinite(forward.error)) continue;
        const got = inner(gradients, sweep.direction);
        const tolerance = forward.error + lost(trial, cotangent, gradients, sweep);
        // If the truths overflow, they say nothing. Without truths the gradients give the tolerance: these must be
        // finite.
        if (!trial.truth.tooLarge && !Number.isFinite(tolerance)) continue;
        if (mayBeInfinite(trial, cotangent) || isDrowned(trial, forward.value, tolerance)) continue;
        judged = true;
        if (Number.isFinite(got) && Math.abs(got - forward.value) <= tolerance) continue;
        const where = { what: `⟨VJP(Δ), v${which}⟩, for cotangent ${cotangent}`, index: [] };
        return { kind: 'disagree', where, expected: forward.value, spread: 0, got, tolerance };
      }
    }
    if (judged) return agree;
    // With Jacobians, `vjp` judges entries at a kink.
    return trial.truth.tooLarge ? undecided : undefined;
  },
};

/** One array of entries per tensor. */
type Direction = readonly ArrayLike<number>[];

const undecided: Verdict = {
  kind: 'inconclusive',
  why: 'the program is too large for Jacobians, and along every direction a kink lies too near, or rounding hides too much',
};

/**
 * In float16 or bfloat16 many entries may lose so much together that half of all could be missing; in any dtype, many steps may.
 */
export const isDrowned = ({ truth }: Trial, expected: number, tolerance: number): boolean =>
  (isHalf(truth.dtype) || truth.program.steps.length > 1) &&
  truth.tooLarge &&
  2 * tolerance > Math.abs(expected);

/** In float16 or bfloat16 a right gradient may be infinite, and then ⟨VJP(Δ), v⟩ says nothing. */
const mayBeInfinite = ({ truth }: Trial, cotangent: number): boolean =>
  isHalf(truth.dtype) && !truth.tooLarge && anyMayOverflow(truth.pullback(cotangent), truth.plan.precision);

/** What kinks and rounding may cost ⟨VJP(Δ), v⟩. */
function lost(trial: Trial, cotangent: number, gradients: readonly TensorData[], sweep: Sweep): number {
  const u = unitRoundoff[trial.truth.dtype];
  const flush = sweep.direction.reduce((sum, own) => sum + flushed(trial.truth.dtype, own), 0);
  if (trial.truth.tooLarge) return flush + u * estimatedRounding(trial, gradients, sweep.direction);
  const { spread, rounding, size } = dotTruths(trial.truth.pullback(cotangent), sweep.direction);
  // Differences of the whole program are on one side of a kink that is near, and the answer may be on the other.
  return flush + 2 * spread + (rounding + 16 * size) * u;
}

/**
 * Without Jacobians the sizes of the terms behind an entry are not known. An entry that is small by cancellation was
 * rounded at the size of the others, which their root mean square estimates.
 */
export function estimatedRounding(
  { truth: { plan } }: Trial,
  gradients: readonly TensorData[],
  direction: Direction,
): number {
  const within = onlyKernel(plan)?.within;
  const { precision, weight } = within ?? { precision: plan.precision, weight: 1 };
  const perEntry = 4 * weight * plan.steps.length * Math.max(4, summing(plan.longestSum, precision));
  // Rounded once: at the size of the entry itself.
  const atEnd = within === undefined ? 0 : 1;
  let sum = 0;
  for (const [input, { data }] of gradients.entries()) {
    const v = at(direction, input);
    let squares = 0;
    for (const entry of data) squares += entry * entry;
    const mean = Math.sqrt(squares / (data.length || 1));
    for (let k = 0; k < data.length; k++) {
      const size = Math.abs(data[k] as number);
      sum += Math.abs(v[k] as number) * (atEnd * size + perEntry * (size + mean));
    }
  }
  return sum;
}

/** The step of a program that has no other, and reads no input twice: nothing is added up outside it. */
const onlyKernel = ({ program, steps, uses }: Plan): Plan['steps'][number] | undefined =>
  steps.length === 1 && program.inputs.every((_, id) => uses[id] === 1) ? steps[0] : undefined;

export function inner(gradients: readonly TensorData[], direction: Direction): number {
  let sum = 0;
  for (const [input, { data }] of gradients.entries()) {
    const v = at(direction, input);
    for (let k = 0; k < data.length; k++) sum += (data[k] as number) * (v[k] as number);
  }
  return sum;
}
