/** JᵀΔ at one point, values and error bounds alone: what a difference of gradients needs, many times. */
import type { TensorData } from '../program/tensor-data.js';
import type { Entries } from './kernels.js';
import { isMovement, nowhere } from './movements.js';
import type { Plan } from './plan.js';
import { differences, type Probe, probeOf } from './probe.js';

interface Adjoint {
  readonly value: Float64Array;
  /** A bound on the error of `value`. */
  readonly error: Float64Array;
}

/**
 * The gradient of each input, at values that lie on no kink.
 * @param values of every id
 */
export function gradientAt(
  { program, steps }: Plan,
  values: readonly Entries<number>[],
  cotangent: readonly TensorData[],
): Adjoint[] {
  const adjoints = values.map(
    ({ length }): Adjoint => ({ value: new Float64Array(length), error: new Float64Array(length) }),
  );
  program.outputs.forEach((id, output) => {
    const { value } = adjoints[id] as Adjoint;
    (cotangent[output] as TensorData).data.forEach((entry, k) => {
      value[k] = (value[k] as number) + entry;
    });
  });
  for (let index = steps.length - 1; index >= 0; index--) {
    const plan = steps[index] as (typeof steps)[number];
    const from = adjoints[program.inputs.length + index] as Adjoint;
    if (plan.step.op === 'detach' || isZero(from)) continue;
    const args = plan.step.args.map((id) => values[id] as Entries<number>);
    const probe = isMovement(plan.step) ? undefined : probeOf(plan, args, []);
    plan.step.args.forEach((id, argument) => {
      for (const group of plan.groups[argument] ?? [])
        pull(probe, argument, group, from, adjoints[id] as Adjoint);
    });
  }
  return adjoints.slice(0, program.inputs.length);
}

const isZero = ({ value, error }: Adjoint): boolean =>
  value.every((entry) => entry === 0) && error.every((bound) => bound === 0);

/** Adds one group's share of JᵀΔ. Without a probe every slope is 1: entries are moved. */
function pull(
  probe: Probe | undefined,
  argument: number,
  group: Int32Array,
  from: Adjoint,
  to: Adjoint,
): void {
  const slopes = probe && differences(probe, argument, group, 8);
  for (let k = 0; k < group.length; k++) {
    const at = group[k] as number;
    if (at === nowhere) continue;
    const [slope, off] = slopes ? [slopes.value[k] as number, slopes.error[k] as number] : [1, 0];
    const delta = from.value[k] as number;
    to.value[at] = (to.value[at] as number) + slope * delta;
    to.error[at] =
      (to.error[at] as number) + Math.abs(slope) * (from.error[k] as number) + off * Math.abs(delta);
  }
}
