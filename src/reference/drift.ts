/** How far slopes move when the arguments are off by their rounding: a rule is evaluated at such arguments. */
import type { Derivative } from './differences.js';
import { shifted, shiftsOf } from './perturb.js';
import type { StepPlan } from './plan.js';
import { Probe } from './probe.js';
import type { StepValues } from './step-values.js';
import { zeroList } from './zeros.js';

/** The step at arguments that are off by `scale` times their rounding. */
export interface Shifted {
  readonly scale: number;
  readonly probe: Probe;
}

/** None if slopes cannot change: for straight ops, and for exact arguments. */
export function shiftedProbes(
  plan: StepPlan,
  { args, roundings }: StepValues,
  kinked: readonly number[],
): Shifted[] {
  if (plan.entry.slopes === 'constant') return [];
  return shiftsOf(plan, args, roundings).map(({ scale, pattern }) => ({
    scale: Math.abs(scale),
    probe: new Probe(plan, shifted(args, roundings, scale, pattern), kinked),
  }));
}

/** How much the slopes move when each argument moves by its rounding: |J(x + δ) - J(x)| for δ = ±rounding. */
export function driftOf(
  shifts: readonly Shifted[],
  argument: number,
  group: Int32Array,
  { value, error }: Derivative,
): Float64Array {
  const drift = zeroList(value.length);
  for (const { scale, probe } of shifts) {
    const moved = probe.differences(argument, group, 0);
    for (let k = 0; k < drift.length; k++) {
      const change = Math.abs((moved.value[k] as number) - (value[k] as number));
      // For slopes below the differences' own error, no change could be seen.
      const unseen = (moved.error[k] as number) + (error[k] as number);
      drift[k] = Math.max(drift[k] as number, (change + unseen) / scale);
    }
  }
  return drift;
}
