/** The Jacobian of a single step at given arguments, by finite differences, stored by dependency groups. */
import { factsOf } from '../program/vocabulary.js';
import { arithmeticOf } from './facts.js';
import type { Entries } from './kernels.js';
import { isMovement, nowhere } from './movements.js';
import { shifted, shiftOf } from './perturb.js';
import type { StepPlan } from './plan.js';
import { differences, type Probe, probeOf } from './probe.js';
import { slopeTerms } from './products.js';
import { kinkDistance } from './radius.js';
import { cancellation, coefficients, few, summing, termSize } from './rounding.js';

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
  if (plan.step.op === 'detach') return [[]];
  if (isMovement(plan.step)) {
    return plan.groups.map((groups, argument) => groups.map((group) => moved(group, plan, argument)));
  }
  const kinked = kinkedEntries(plan, values);
  const around: Around = {
    ...values,
    probe: probeOf(plan, values.args, kinked),
    coefficients: coefficients({ step: plan.step, layout: plan.layout, args: values.args, out: values.out }),
    shifted: shiftedProbes(plan, values, kinked),
  };
  return plan.groups.map((groups, argument) => groups.map((group) => slope(around, argument, group)));
}

/** What all slopes of a step share. */
interface Around extends StepValues {
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

function slope(around: Around, argument: number, group: Int32Array): Slope {
  const { probe, args, out } = around;
  const { plan, kinked } = probe;
  const { value, error } = differences(probe, argument, group, 8);
  const spread = new Float64Array(plan.size);
  for (const k of kinked) {
    const [left, right] = oneSided(plan, args, argument, k, group[k] as number);
    value[k] = (left + right) / 2;
    spread[k] = Math.abs(right - left) / 2;
    error[k] = 0;
  }
  const { product } = plan.layout;
  const terms = product && slopeTerms(product, args, argument, group);
  const magnitude = value.map(
    (middle, k) =>
      Math.abs(middle) + (spread[k] as number) + (terms?.[k] ?? termSize(plan.step, out[k] as number)),
  );
  const rounding = ruleRounding(around, argument, group, value, terms);
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
  { probe: { plan }, out, coefficients: c, shifted }: Around,
  argument: number,
  group: Int32Array,
  value: Float64Array,
  terms: Float64Array | undefined,
): Float64Array {
  const fan = summing(plan.fanIn[argument] as number);
  const drift = shifted && driftOf(shifted, argument, group, value);
  return value.map((slope, k) => {
    const own = terms?.[k] ?? cancellation(plan.step, out[k] as number, group[k] === k);
    const size = Math.abs(slope) + own;
    return ((c[k] as number) + fan) * size + (drift?.[k] ?? 0);
  });
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
  if (arithmeticOf(plan.step).slopes === 'constant') return undefined;
  const scale = shiftOf(plan.step, args, roundings);
  if (scale === undefined) return undefined;
  const probes = [0, 1].map((pattern) => probeOf(plan, shifted(args, roundings, scale, pattern), kinked));
  return { scale, probes };
}

/** How much the slopes move when each argument moves by its rounding: |J(x + δ) - J(x)| for δ = ±rounding. */
function driftOf(
  { scale, probes }: Shifted,
  argument: number,
  group: Int32Array,
  value: Float64Array,
): Float64Array {
  const drift = new Float64Array(value.length);
  for (const probe of probes) {
    const moved = differences(probe, argument, group, 0).value;
    for (let k = 0; k < drift.length; k++) {
      const change = Math.abs((moved[k] as number) - (value[k] as number)) / scale;
      drift[k] = Math.max(drift[k] as number, change);
    }
  }
  return drift;
}
