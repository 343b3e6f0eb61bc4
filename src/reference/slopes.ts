/** The Jacobian of a single step at given arguments, by finite differences, stored by dependency groups. */
import type { Derivative } from './differences.js';
import { driftOf, type Shifted, shiftedProbes } from './drift.js';
import type { Entries } from './entry.js';
import { kinkedEntries, oneSided } from './one-sided.js';
import { candidatesOf, type Picking } from './picking.js';
import type { StepPlan } from './plan.js';
import { mayOverflow } from './precision.js';
import { Probe } from './probe.js';
import { type Evaluated, few, squaresOverflow, summing, underflowIn } from './rounding.js';
import { nowhere } from './slices.js';
import type { StepValues } from './step-values.js';
import { listOf, sharedZeros, zeroList } from './zeros.js';

/** The derivative of each output entry k by the entry `group[k]` of one argument. */
export interface Slope {
  readonly group: Int32Array;
  /** The derivative, or the middle of the interval between both one-sided slopes at a kink. */
  readonly value: Float64Array;
  /** Half the width of that interval; zero off kinks. */
  readonly spread: Float64Array;
  /** A bound on the error of `value` itself. */
  readonly error: Float64Array;
  /** The size of the terms of the derivative's usual formula: |value|, or more where they cancel. */
  readonly magnitude: Float64Array;
  /** What an implementation's rule may lose to rounding, in units of its unit roundoff. */
  readonly rounding: Float64Array;
}

/** The slopes of a step: for each argument, one per dependency group. */
export function jacobianOf(plan: StepPlan, values: StepValues): Slope[][] {
  const { step, layout, entry, picking, precision, within } = plan;
  if (entry.stops) return [[]];
  if (entry.moves) {
    return plan.groups.map((groups, argument) => groups.map((group) => moved(group, plan, argument)));
  }
  if (picking !== undefined) return [picked(picking, plan, values)];
  const kinked = kinkedEntries(plan, values);
  const inside = within?.precision ?? precision;
  const evaluated = { step, layout, args: values.args, out: values.out, precision: inside };
  const around: Around = {
    evaluated,
    probe: new Probe(plan, values.args, kinked),
    coefficients: entry.rounding.coefficients(evaluated),
    shifted: shiftedProbes(plan, values, kinked),
    underflow: underflowIn(values.args, precision),
    overflows: entry.squares === true && squaresOverflow(values.args, precision),
  };
  return plan.groups.map((groups, argument) => groups.map((group) => slope(around, argument, group)));
}

/** What all slopes of a step share. */
interface Around {
  readonly evaluated: Evaluated;
  readonly probe: Probe;
  readonly coefficients: Float64Array;
  readonly shifted: readonly Shifted[];
  /** What underflow may cost a slope. */
  readonly underflow: number;
  /** Whether a rule may meet an infinite square. */
  readonly overflows: boolean;
}

/** Moving an entry has slope 1, exactly. */
function moved(group: Int32Array, plan: StepPlan, argument: number): Slope {
  const zeros = sharedZeros(plan.size);
  const fan = plan.fanIn[argument] as number;
  const rounding = zeroList(plan.size).fill(fan > 1 ? few + summing(fan, plan.precision) : 1);
  const value = listOf(plan.size, (k) => (group[k] === nowhere ? 0 : 1));
  return { group, value, spread: zeros, error: zeros, magnitude: value, rounding };
}

/**
 * Picking an entry has slope 1, exactly, and passing it over has slope 0. Where entries tie any of them may have been
 * picked, and any share of the slope between 0 and 1 is right.
 */
export function picked(
  picking: Picking,
  { groups, layout, size }: StepPlan,
  { args: [x], roundings: [rounding], u }: StepValues,
): Slope[] {
  const slack = (at: number) => u * (rounding?.[at] as number);
  const candidates = candidatesOf(picking, layout.slices, x as Entries<number>, slack).map(
    (positions) => new Set(positions),
  );
  return (groups[0] ?? []).map((group) => {
    const [value, spread] = [zeroList(size), zeroList(size)];
    candidates.forEach((positions, k) => {
      if (!positions.has(group[k] as number)) return;
      value[k] = positions.size === 1 ? 1 : 0.5;
      spread[k] = positions.size === 1 ? 0 : 0.5;
    });
    const magnitude = value.map((middle, k) => middle + (spread[k] as number));
    const rounding = magnitude.map((largest) => few * largest);
    return { group, value, spread, error: sharedZeros(size), magnitude, rounding };
  });
}

function slope(around: Around, argument: number, group: Int32Array): Slope {
  const { probe, evaluated } = around;
  const { plan, kinked } = probe;
  const found = probe.differences(argument, group, 8);
  const { size } = plan;
  const [value, error] = [
    listOf(size, (k) => found.value[k] as number),
    listOf(size, (k) => found.error[k] as number),
  ];
  const spread = kinked.length === 0 ? sharedZeros(size) : zeroList(size);
  for (const k of kinked) {
    const [left, right] = oneSided(plan, evaluated.args, argument, k, group[k] as number);
    value[k] = (left + right) / 2;
    spread[k] = Math.abs(right - left) / 2;
    // Where the op is straight, its values are as exact as its slopes.
    error[k] = plan.entry.slopes === 'constant' ? 0 : 2 ** -50 * Math.max(Math.abs(left), Math.abs(right));
  }
  const terms = plan.entry.rounding.terms(evaluated, argument, group);
  const magnitude = zeroList(size);
  for (let k = 0; k < size; k++)
    magnitude[k] = (terms[k] as number) + Math.abs(value[k] as number) + (spread[k] as number);
  const rounding = ruleRounding(around, argument, group, { value, error }, spread);
  return { group, value, spread, error, magnitude, rounding };
}

/** Rounding of the rule itself, of the sum over outputs, and of a rule evaluated at slightly wrong values. */
function ruleRounding(
  around: Around,
  argument: number,
  group: Int32Array,
  { value, error }: Derivative,
  spread: Float64Array,
): Float64Array {
  const { coefficients, evaluated, shifted } = around;
  const { plan } = around.probe;
  const scale = plan.entry.rounding.cancellation(evaluated, argument, group);
  const { precision, within, readsValue } = plan;
  const weight = within?.weight ?? 1;
  const straight = plan.entry.slopes === 'constant';
  const fan = summing(plan.fanIn[argument] as number, within?.precision ?? precision);
  const rounding = driftOf(shifted, argument, group, { value, error });
  for (let k = 0; k < rounding.length; k++) {
    const ofKink = straight ? 0 : (spread[k] as number);
    const size = Math.abs(value[k] as number) + ofKink + (scale[k] as number);
    const inRule = weight * ((coefficients[k] as number) + fan) * size;
    const lost = (rounding[k] as number) + inRule;
    const isLost =
      around.overflows ||
      mayOverflow(size, lost, precision) ||
      (readsValue && mayOverflow(evaluated.out[k] as number, 0, precision));
    rounding[k] = isLost ? Number.POSITIVE_INFINITY : lost + around.underflow;
  }
  return rounding;
}
