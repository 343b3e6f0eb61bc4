/** The Jacobian of a single step at given arguments, by finite differences, stored by dependency groups. */

import type { Shape } from '../program/shape.js';
import type { StepOf } from '../program/step.js';
import { factsOf } from '../program/vocabulary.js';
import { type Derivative, derivative } from './differences.js';
import type { Entries } from './kernels.js';
import type { StepPlan } from './plan.js';
import { kinkDistance, radiusOf } from './radius.js';
import { cancellation, coefficients, few, magnitudes, summing, termSize } from './rounding.js';
import { slicesOf } from './slices.js';

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

/** Ops whose slopes do not depend on the arguments' values (off kinks). */
const constantSlopes: ReadonlySet<string> = new Set([
  ...[
    'add',
    'subtract',
    'add_scalar',
    'mul_scalar',
    'divide_scalar',
    'negate',
    'relu',
    'abs',
    'maximum',
    'minimum',
  ],
  ...['transpose', 'permute', 'reshape', 'broadcast_to', 'summation', 'mean'],
]);

const movements: ReadonlySet<string> = new Set(['transpose', 'permute', 'reshape', 'broadcast_to']);

/** The slopes of a step: for each argument, one per dependency group. */
export function jacobianOf(plan: StepPlan, values: StepValues): Slope[][] {
  if (plan.step.op === 'detach') return [[]];
  return plan.groups.map((groups, argument) =>
    groups.map((group) =>
      movements.has(plan.step.op) ? moved(group, plan, argument) : slope(plan, values, argument, group),
    ),
  );
}

/** Moving an entry has slope 1, exactly. */
function moved(group: Int32Array, plan: StepPlan, argument: number): Slope {
  const zeros = new Float64Array(plan.size);
  const fan = plan.fanIn[argument] as number;
  const rounding = new Float64Array(plan.size).fill(fan > 1 ? few + summing(fan) : 1);
  const ones = new Float64Array(plan.size).fill(1);
  return { group, value: ones, spread: zeros, error: zeros, magnitude: ones, rounding };
}

function slope(plan: StepPlan, values: StepValues, argument: number, group: Int32Array): Slope {
  const kinked = kinkedEntries(plan, values);
  const { value, error } = differences(plan, values.args, argument, group, kinked, 4);
  const spread = new Float64Array(plan.size);
  for (const k of kinked) {
    const [left, right] = oneSided(plan, values.args, argument, k, group[k] as number);
    value[k] = (left + right) / 2;
    spread[k] = Math.abs(right - left) / 2;
    error[k] = 0;
  }
  const { step } = plan;
  const magnitude = value.map(
    (middle, k) => Math.abs(middle) + (spread[k] as number) + termSize(step, values.out[k] as number),
  );
  const rounding = ruleRounding(plan, values, argument, group, value, kinked);
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

/** Derivatives by all entries of one group at once. */
function differences(
  plan: StepPlan,
  given: readonly Entries<number>[],
  argument: number,
  group: Int32Array,
  kinked: readonly number[],
  shrinks: number,
): Derivative {
  const args = centred(plan, given);
  const x = args[argument] as Entries<number>;
  const radii = radiiOf(plan, args, argument, group, kinked);
  const varied = Float64Array.from(x as ArrayLike<number>);
  const variedArgs = args.map((arg, index) => (index === argument ? varied : arg));
  let argumentError = 0;
  const f = (t: number): number[] => {
    for (let k = 0; k < group.length; k++) {
      const at = group[k] as number;
      const shift = t * (radii[at] as number);
      const point = (x[at] as number) + shift;
      varied[at] = point;
      const off = Math.abs(point - (x[at] as number) - shift);
      if (off > 0) argumentError = Math.max(argumentError, off / (radii[at] as number));
    }
    return plan.kernel(variedArgs);
  };
  const found = derivative(f, plan.size, {
    noise: noiseOf(plan, args),
    relativeNoise: few * 2 ** -53,
    argumentError: () => argumentError,
    shrinks,
  });
  for (let k = 0; k < plan.size; k++) {
    const radius = radii[group[k] as number] as number;
    found.value[k] = (found.value[k] as number) / radius;
    found.error[k] = (found.error[k] as number) / radius;
  }
  return found;
}

const shiftInvariant: ReadonlySet<string> = new Set(['logsumexp', 'softmax', 'logsoftmax']);

/**
 * The slopes of logsumexp and its kin do not change when a slice is shifted; around 0 their values are small,
 * and so is the rounding of their differences.
 */
function centred({ step, shapes }: StepPlan, args: readonly Entries<number>[]): readonly Entries<number>[] {
  if (!shiftInvariant.has(step.op)) return args;
  const [x] = args as [Entries<number>];
  const shifted = Float64Array.from(x);
  for (const slice of slicesOf(shapes[0] as Shape, (step as StepOf<'logsumexp'>).axes, step.op)) {
    const top = slice.reduce((most, at) => Math.max(most, x[at] as number), Number.NEGATIVE_INFINITY);
    for (const at of slice) shifted[at] = (x[at] as number) - top;
  }
  return [shifted];
}

const dense: ReadonlySet<string> = new Set([
  'matmul',
  'summation',
  'mean',
  'logsumexp',
  'softmax',
  'logsoftmax',
]);

/** The absolute noise of ops that add terms up, where the sum may be far smaller than its terms. */
function noiseOf(plan: StepPlan, args: readonly Entries<number>[]): Float64Array {
  if (!dense.has(plan.step.op)) return new Float64Array(plan.size);
  const evaluated = { ...plan, args, out: plan.kernel(args) };
  const scale = magnitudes(evaluated);
  return coefficients(evaluated).map((c, k) => c * (scale[k] as number) * 2 ** -53);
}

/** One radius per entry of the argument: the least over the output entries that read it. */
function radiiOf(
  { step, groups }: StepPlan,
  args: readonly Entries<number>[],
  argument: number,
  group: Int32Array,
  kinked: readonly number[],
): Float64Array {
  const x = args[argument] as Entries<number>;
  const radii = new Float64Array(x.length).fill(Number.POSITIVE_INFINITY);
  if (dense.has(step.op))
    return radii.map((_, at) => radiusOf(step, argument, x[at] as number, x[at] as number));
  const skip = new Set(kinked);
  for (let k = 0; k < group.length; k++) {
    if (skip.has(k)) continue;
    const at = group[k] as number;
    const a = args[0]?.[groups[0]?.[0]?.[k] as number] as number;
    const b = args[1]?.[groups[1]?.[0]?.[k] as number] as number;
    radii[at] = Math.min(radii[at] as number, radiusOf(step, argument, a, b));
  }
  return radii.map((radius) => (Number.isFinite(radius) ? radius : 1));
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
  plan: StepPlan,
  values: StepValues,
  argument: number,
  group: Int32Array,
  value: Float64Array,
  kinked: readonly number[],
): Float64Array {
  const fan = summing(plan.fanIn[argument] as number);
  const c = coefficients({ ...plan, ...values });
  const drift = driftOf(plan, values, argument, group, value, kinked);
  return value.map((slope, k) => {
    const size = Math.abs(slope) + cancellation(plan.step, values.out[k] as number, group[k] === k);
    return ((c[k] as number) + fan) * size + (drift?.[k] ?? 0);
  });
}

/** How much the slopes move when each argument moves by its rounding: |J(x + δ) - J(x)| for δ = ±rounding. */
function driftOf(
  plan: StepPlan,
  { args, roundings }: StepValues,
  argument: number,
  group: Int32Array,
  value: Float64Array,
  kinked: readonly number[],
): Float64Array | undefined {
  if (constantSlopes.has(plan.step.op) || roundings.every((rounding) => rounding.every((r) => r === 0)))
    return undefined;
  const scale =
    2 ** -12 /
    roundings.reduce((most, rounding, index) => Math.max(most, relative(rounding, args[index])), 0);
  const drift = new Float64Array(plan.size);
  for (const pattern of [0, 1]) {
    const shifted = args.map((arg, index) =>
      Float64Array.from(arg as ArrayLike<number>, (x, at) => {
        const sign = pattern === 1 && (at + index) % 2 === 1 ? -1 : 1;
        return x + sign * scale * (roundings[index]?.[at] as number);
      }),
    );
    const moved = differences(plan, shifted, argument, group, kinked, 0).value;
    for (let k = 0; k < drift.length; k++) {
      const change = Math.abs((moved[k] as number) - (value[k] as number)) / scale;
      drift[k] = Math.max(drift[k] as number, change);
    }
  }
  return drift;
}

/** The largest rounding relative to its entry (or to 1, for entries below 1 only if they are zero). */
function relative(rounding: Float64Array, arg: Entries<number> | undefined): number {
  return rounding.reduce((most, r, at) => Math.max(most, r / (Math.abs(arg?.[at] as number) || 1)), 0);
}
