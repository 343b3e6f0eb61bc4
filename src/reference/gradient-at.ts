/** JᵀΔ at one point, only values and error bounds: a difference of gradients needs this many times. */
import { at } from '../case/at.js';
import type { TensorData } from '../case/tensor-data.js';
import type { Entries } from './entry.js';
import type { Group } from './groups.js';
import type { Plan, StepPlan } from './plan.js';
import { Probe } from './probe.js';
import { nowhere } from './slices.js';
import { picked } from './slopes.js';

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
    const { value } = at(adjoints, id);
    at(cotangent, output).data.forEach((entry, k) => {
      value[k] = (value[k] as number) + entry;
    });
  });
  for (let index = steps.length - 1; index >= 0; index--) {
    const plan = at(steps, index);
    const from = at(adjoints, program.inputs.length + index);
    if (plan.entry.stops || isZero(from)) continue;
    const args = plan.step.args.map((id) => at(values, id));
    const slopesOf = differentiated(plan, args);
    plan.step.args.forEach((id, argument) => {
      plan.groups[argument]?.forEach((group, index) => {
        pull(slopesOf?.(argument, index), group, from, at(adjoints, id));
      });
    });
  }
  return adjoints.slice(0, program.inputs.length);
}

const isZero = ({ value, error }: Adjoint): boolean =>
  value.every((entry) => entry === 0) && error.every((bound) => bound === 0);

/** How to find the slopes by a group of an argument; undefined if every slope is 1, because entries are only moved. */
function differentiated(
  plan: StepPlan,
  args: readonly Entries<number>[],
): ((argument: number, index: number) => Adjoint) | undefined {
  if (plan.entry.moves) return undefined;
  if (plan.picking !== undefined) {
    const exact = [new Float64Array(args[0]?.length ?? 0)];
    const slopes = picked(plan.picking, plan, { args, out: [], roundings: exact, u: 0 });
    return (_, index) => slopes[index] as Adjoint;
  }
  const probe = new Probe(plan, args, []);
  return (argument, index) => probe.differences(argument, plan.groups[argument]?.[index] as Group, 8);
}

/** Adds one group's share of JᵀΔ. */
function pull(slopes: Adjoint | undefined, group: Group, from: Adjoint, to: Adjoint): void {
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
