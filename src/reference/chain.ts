/** A program as a chain of steps, each with its own dense Jacobian at the values that reach it. */

import { at } from '../case/at.js';
import type { TensorData } from '../case/tensor-data.js';
import { type Evaluation, outputOf, ownRounding, requireFiniteInputs } from './evaluation.js';
import type { Plan, StepPlan } from './plan.js';
import { forReaders } from './precision.js';
import { nowhere } from './slices.js';
import { jacobianOf, type Slope } from './slopes.js';
import type { StepValues } from './step-values.js';
import { sharedZeros } from './zeros.js';

/** A program at given inputs, with the Jacobian of each step. */
export interface Chain extends Evaluation {
  /** For every step and argument, the slopes. */
  readonly slopes: readonly (readonly (readonly Slope[])[])[];
}

/**
 * The chain of a program at given inputs.
 * @param frozen another chain of the same program, whose detached values are kept while the inputs move.
 * @throws {NoTruth} if the program has no derivative.
 */
export function chainOf(plan: Plan, inputs: readonly TensorData[], frozen?: Chain): Chain {
  const values: (readonly number[])[] = inputs.map((input) => input.data);
  const roundings: Float64Array[] = inputs.map((input) => sharedZeros(input.data.length));
  const { precision } = plan;
  const { u } = precision;
  requireFiniteInputs(inputs);
  const slopes = plan.steps.map((stepPlan, index) => {
    const { step, entry } = stepPlan;
    const args = step.args.map((id) => at(values, id));
    const detached = entry.stops ? frozen?.values[inputs.length + index] : undefined;
    const out = detached ?? outputOf(stepPlan, args);
    const ofArgs = step.args.map((id) => forReaders(at(values, id), at(roundings, id), precision));
    const stepValues = { args, out, roundings: ofArgs, u };
    const found = jacobianOf(stepPlan, stepValues);
    values.push(out);
    roundings.push(outputRounding(stepPlan, stepValues, found));
    return found;
  });
  return { plan, values, roundings, slopes };
}

function outputRounding(
  plan: StepPlan,
  { args, out, roundings, u }: StepValues,
  slopes: readonly (readonly Slope[])[],
): Float64Array {
  if (plan.entry.stops) return Float64Array.from(at(roundings, 0));
  const own = ownRounding(plan, args, out);
  slopes.forEach((list, argument) => {
    const rounding = at(roundings, argument);
    for (const { group, value, spread, rounding: ofSlope } of list) {
      for (let k = 0; k < own.length; k++) {
        const ofEntry = group[k] === nowhere ? 0 : (rounding[group[k] as number] as number);
        if (ofEntry === 0) continue;
        const size = Math.abs(value[k] as number) + (spread[k] as number) + u * (ofSlope[k] as number);
        own[k] = (own[k] as number) + size * ofEntry;
      }
    }
  });
  return own;
}
