/** JᵀΔ along the chain, with everything that is known of each entry. */
import type { TensorData } from '../program/tensor-data.js';
import type { Chain } from './chain.js';
import type { Slope } from './slopes.js';

/** What the gradient of one input must be, entry by entry. */
export interface Truth {
  /** JᵀΔ, or the middle of its interval where the program has a kink. */
  readonly value: Float64Array;
  /** Half the width of that interval. */
  readonly spread: Float64Array;
  /** A bound on the reference's own error. */
  readonly error: Float64Array;
  /** What an implementation may lose to rounding, in units of its unit roundoff. */
  readonly rounding: Float64Array;
}

interface Adjoint extends Truth {
  /** |J|ᵀ|Δ|: the sizes of the terms that flowed into the entry, whatever cancelled. */
  readonly magnitude: Float64Array;
}

/** The gradient of every input for one cotangent (one tensor an output). */
export function pullback(chain: Chain, cotangent: readonly TensorData[]): Truth[] {
  const { program } = chain.plan;
  const adjoints = chain.values.map((value) => zeroAdjoint(value.length));
  program.outputs.forEach((id, output) => {
    seed(adjoints[id] as Adjoint, (cotangent[output] as TensorData).data);
  });
  for (let index = program.steps.length - 1; index >= 0; index--) {
    const from = adjoints[program.inputs.length + index] as Adjoint;
    if (from.magnitude.every((size) => size === 0)) continue;
    program.steps[index]?.args.forEach((id, argument) => {
      for (const slope of chain.slopes[index]?.[argument] ?? []) pull(slope, from, adjoints[id] as Adjoint);
    });
  }
  return adjoints.slice(0, program.inputs.length);
}

function zeroAdjoint(size: number): Adjoint {
  const zeros = () => new Float64Array(size);
  return { value: zeros(), spread: zeros(), error: zeros(), rounding: zeros(), magnitude: zeros() };
}

function seed(adjoint: Adjoint, data: readonly number[]): void {
  for (let k = 0; k < data.length; k++) {
    adjoint.value[k] = (adjoint.value[k] as number) + (data[k] as number);
    adjoint.magnitude[k] = (adjoint.magnitude[k] as number) + Math.abs(data[k] as number);
  }
}

/** Adds Jᵀ of one slope to an adjoint: intervals in middle-and-spread form, errors and roundings to first order. */
function pull(slope: Slope, from: Adjoint, to: Adjoint): void {
  for (let k = 0; k < slope.group.length; k++) {
    const at = slope.group[k] as number;
    const [j, half] = [slope.value[k] as number, slope.spread[k] as number];
    const reach = Math.abs(j) + half;
    const [value, spread] = [from.value[k] as number, from.spread[k] as number];
    const size = from.magnitude[k] as number;
    to.value[at] = (to.value[at] as number) + j * value;
    to.spread[at] = (to.spread[at] as number) + Math.abs(j) * spread + half * (Math.abs(value) + spread);
    to.error[at] =
      (to.error[at] as number) + reach * (from.error[k] as number) + (slope.error[k] as number) * size;
    to.rounding[at] =
      (to.rounding[at] as number) +
      reach * (from.rounding[k] as number) +
      (slope.rounding[k] as number) * size;
    to.magnitude[at] = (to.magnitude[at] as number) + reach * size;
  }
}
