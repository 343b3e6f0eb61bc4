/** A program as a chain of steps, each with its own dense Jacobian at the values that reach it. */

import { nameOf, printStep } from '../program/print.js';
import { dtypeOf } from '../program/program.js';
import type { TensorData } from '../program/tensor-data.js';
import { unitRoundoff } from '../program/tensor-data.js';
import { factsOf } from '../program/vocabulary.js';
import { arithmeticOf } from './facts.js';
import { nowhere } from './movements.js';
import type { Plan, StepPlan } from './plan.js';
import { jacobianOf, type Slope, type StepValues } from './slopes.js';

export interface Chain {
  readonly plan: Plan;
  /** The value of every id. */
  readonly values: readonly (readonly number[])[];
  /** For every id, how far an implementation's value may be off, in units of its unit roundoff. */
  readonly roundings: readonly Float64Array[];
  /** For every step and argument, the slopes. */
  readonly slopes: readonly (readonly (readonly Slope[])[])[];
}

/** There is no derivative to compare with: an input is not finite, or lies outside the domain of an op. */
export class NoTruth extends Error {
  override readonly name = 'NoTruth';
}

/**
 * The chain of a program at given inputs.
 * @param frozen another chain of the same program, whose detached values are kept while the inputs move.
 * @throws {NoTruth} where the program has no derivative.
 */
export function chainOf(plan: Plan, inputs: readonly TensorData[], frozen?: Chain): Chain {
  const values: (readonly number[])[] = inputs.map((input) => input.data);
  const roundings: Float64Array[] = inputs.map((input) => new Float64Array(input.data.length));
  const u = unitRoundoff[dtypeOf(plan.program)];
  inputs.forEach((input, index) => {
    requireFinite(input.data, `input ${nameOf(index)}`);
  });
  const slopes = plan.steps.map((stepPlan, index) => {
    const { step, kernel } = stepPlan;
    const args = step.args.map((id) => values[id] as readonly number[]);
    requireDomain(stepPlan, args);
    const detached = step.op === 'detach' ? frozen?.values[inputs.length + index] : undefined;
    const out = detached ?? kernel(args);
    requireFinite(out, `the value of ${printStep(step)}`);
    const stepValues = { args, out, roundings: step.args.map((id) => roundings[id] as Float64Array), u };
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
  const evaluated = { ...plan, args, out };
  const { exact, rounding } = arithmeticOf(plan.step);
  const scale = rounding.magnitudes(evaluated);
  const own = exact
    ? scale.map(() => 0)
    : rounding.coefficients(evaluated).map((c, k) => c * (scale[k] as number));
  if (plan.step.op === 'detach') return Float64Array.from(roundings[0] as Float64Array);
  slopes.forEach((list, argument) => {
    const rounding = roundings[argument] as Float64Array;
    for (const { group, value, spread, rounding: ofSlope } of list) {
      for (let k = 0; k < own.length; k++) {
        if (group[k] === nowhere) continue;
        const size = Math.abs(value[k] as number) + (spread[k] as number) + u * (ofSlope[k] as number);
        own[k] = (own[k] as number) + size * (rounding[group[k] as number] as number);
      }
    }
  });
  return own;
}

function requireFinite(data: ArrayLike<number>, what: string): void {
  for (let k = 0; k < data.length; k++) {
    if (!Number.isFinite(data[k]))
      throw new NoTruth(`${what} holds ${data[k]} (entry ${k}); there is no derivative there`);
  }
}

function requireDomain({ step, groups }: StepPlan, args: readonly ArrayLike<number>[]): void {
  const { domain } = factsOf(step);
  domain(step).forEach((kind, argument) => {
    if (kind === 'real') return;
    const x = args[argument] as ArrayLike<number>;
    for (const position of groups[argument]?.[0] ?? []) {
      const entry = x[position] as number;
      if (kind === 'positive' ? entry > 0 : entry !== 0) continue;
      throw new NoTruth(
        `${printStep(step)} takes only ${kind} entries in argument ${argument}, and got ${entry}`,
      );
    }
  });
}
