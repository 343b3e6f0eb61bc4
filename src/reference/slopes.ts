/** The Jacobian of a single step at given arguments, by finite differences, stored by dependency groups. */
import { factsOf } from '../case/vocabulary.js';
import type { Derivative } from './differences.js';
import type { Entries } from './entry.js';
import { shifted, shiftOf } from './perturb.js';
import { candidatesOf, type Picking } from './picking.js';
import type { StepPlan } from './plan.js';
import { differences, type Probe, probeOf } from './probe.js';
import { kinkDistance } from './radius.js';
import { type Evaluated, few, summing } from './rounding.js';
import { nowhere } from './slices.js';

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

/** The values around a step, and how far an implementation's values may be off, in units of its roundoff u. */
export interface StepValues {
  readonly args: readonly Entries<number>[];
  readonly out: readonly number[];
  readonly roundings: readonly Float64Array[];
  readonly u: number;
}

/** The slopes of a step: for each argument, one per dependency group. */
export function jacobianOf(plan: StepPlan, values: StepValues): Slope[][] {
  const { step, layout, entry, picking } = plan;
  if (entry.stops) return [[]];
  if (entry.moves) {
    return plan.groups.map((groups, argument) => groups.map((group) => moved(group, plan, argument)));
  }
  if (picking !== undefined) return [picked(picking, plan, values)];
  const kinked = kinkedEntries(plan, values);
  const evaluated = { step, layout, args: values.args, out: values.out };
  const around: Around = {
    evaluated,
    probe: probeOf(plan, values.args, kinked),
    coefficients: entry.rounding.coefficients(evaluated),
    shifted: shiftedProbes(plan, values, kinked),
  };
  return plan.groups.map((groups, argument) => groups.map((group) => slope(around, argument, group)));
}

/** What all slopes of a step share. */
interface Around {
  readonly evaluated: Evaluated;
  readonly probe: Probe;
  readonly coefficients: Float64Array;
  readonly shifted: Shifted | undefined;
}

/** Moving an entry has slope 1, exactly. */
function moved(group: Int32Array, plan: StepPlan, argument: number): Slope {
  const zeros = new Float64Array(plan.size);
  const fan = plan.fanIn[argument] as number;
  const rounding = new Float64Array(plan.size).fill(fan > 1 ? few + summing(fan) : 1);
  const value = Float64Array.from(group, (at) => (at === nowhere ? 0 : 1));
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
  const candidates = candidatesOf(picking, layout.slices, x as Entries<number>, slack);
  return (groups[0] ?? []).map((group) => {
    const [value, spread] = [new Float64Array(size), new Float64Array(size)];
    candidates.forEach((positions, k) => {
      if (!positions.includes(group[k] as number)) return;
      value[k] = positions.length === 1 ? 1 : 0.5;
      spread[k] = positions.length === 1 ? 0 : 0.5;
    });
    const magnitude = value.map((middle, k) => middle + (spread[k] as number));
    const rounding = magnitude.map((largest) => few * largest);
    return { group, value, spread, error: new Float64Array(size), magnitude, rounding };
  });
}

function slope(around: Around, argument: number, group: Int32Array): Slope {
  const { probe, evaluated } = around;
  const { plan, kinked } = probe;
  const { value, error } = differences(probe, argument, group, 8);
  const spread = new Float64Array(plan.size);
  for (const k of kinked) {
    const [left, right] = oneSided(plan, evaluated.args, argument, k, group[k] as number);
    value[k] = (left + right) / 2;
    spread[k] = Math.abs(right - left) / 2;
    error[k] = 0;
  }
  const magnitude = plan.entry.rounding.terms(evaluated, argument, group);
  for (let k = 0; k < magnitude.length; k++) {
    magnitude[k] = (magnitude[k] as number) + Math.abs(value[k] as number) + (spread[k] as number);
  }
  const rounding = ruleRounding(around, argument, group, { value, error });
  return { group, value, spread, error, magnitude, rounding };
}

/** The output entries so close to a kink that rounding may put an implementation on either side of it. */
function kinkedEntries({ step, groups, size }: StepPlan, { args, roundings, u }: StepValues): number[] {
  if (factsOf(step).kink === 'none') return [];
  const position = (argument: number, k: number) => groups[argument]?.[0]?.[k] as number;
  return Array.from({ length: size }, (_, k) => k).filter((k) => {
    const [a, b] = args.map((arg, argument) => arg[position(argument, k)] as number) as [number, number];
    const slack = roundings.reduce(
      (sum, rounding, argument) => sum + (rounding[position(argument, k)] as number),
      0,
    );
    return kinkDistance(step, a, b) <= u * slack;
  });
}

/** Both one-sided slopes at a kink, from points beyond it; ops with kinks are straight on either side. */
function oneSided(
  { step, groups, kernel }: StepPlan,
  args: readonly Entries<number>[],
  argument: number,
  k: number,
  at: number,
): [left: number, right: number] {
  const [a, b] = args.map((arg, index) => arg[groups[index]?.[0]?.[k] as number] as number) as [
    number,
    number,
  ];
  // Its bounds may be near each other, and only between them is the slope 1.
  if (factsOf(step).kink === 'bounds') return [0, 1];
  const x = args[argument]?.[at] as number;
  const h = Math.max(2 ** -10 * Math.max(1, Math.abs(x)), 8 * kinkDistance(step, a, b));
  const value = (point: number): number => {
    const varied = Float64Array.from(args[argument] as ArrayLike<number>);
    varied[at] = point;
    return kernel(args.map((arg, index) => (index === argument ? varied : arg)))[k] as number;
  };
  const between = (near: number, far: number) => (value(far) - value(near)) / (far - near);
  return [between(x - h, x - 2 * h), between(x + h, x + 2 * h)];
}

/** Rounding of the rule itself, of the sum over outputs, and of a rule evaluated at slightly wrong values. */
function ruleRounding(
  around: Around,
  argument: number,
  group: Int32Array,
  { value, error }: Derivative,
): Float64Array {
  const { coefficients, evaluated, shifted } = around;
  const { plan } = around.probe;
  const scale = plan.entry.rounding.cancellation(evaluated, argument, group);
  const fan = summing(plan.fanIn[argument] as number);
  const rounding = shifted
    ? driftOf(shifted, argument, group, { value, error })
    : new Float64Array(plan.size);
  for (let k = 0; k < rounding.length; k++) {
    const size = Math.abs(value[k] as number) + (scale[k] as number);
    rounding[k] = (rounding[k] as number) + ((coefficients[k] as number) + fan) * size;
  }
  return rounding;
}

/** The step at arguments that are off by `scale` times their rounding, with two patterns of signs. */
interface Shifted {
  readonly scale: number;
  readonly probes: readonly Probe[];
}

/** Undefined where slopes cannot change: for straight ops, and for exact arguments. */
function shiftedProbes(
  plan: StepPlan,
  { args, roundings }: StepValues,
  kinked: readonly number[],
): Shifted | undefined {
  if (plan.entry.slopes === 'constant') return undefined;
  const scale = shiftOf(plan, args, roundings);
  if (scale === undefined) return undefined;
  const probes = [0, 1].map((pattern) => probeOf(plan, shifted(args, roundings, scale, pattern), kinked));
  return { scale, probes };
}

/** How much the slopes move when each argument moves by its rounding: |J(x + δ) - J(x)| for δ = ±rounding. */
function driftOf(
  { scale, probes }: Shifted,
  argument: number,
  group: Int32Array,
  { value, error }: Derivative,
): Float64Array {
  const drift = new Float64Array(value.length);
  for (const probe of probes) {
    const moved = differences(probe, argument, group, 0);
    for (let k = 0; k < drift.length; k++) {
      const change = Math.abs((moved.value[k] as number) - (value[k] as number));
      // Of slopes below the differences' own error, no change would be seen.
      const unseen = (moved.error[k] as number) + (error[k] as number);
      drift[k] = Math.max(drift[k] as number, (change + unseen) / scale);
    }
  }
  return drift;
}
