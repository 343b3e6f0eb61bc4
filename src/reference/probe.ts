/** Differences of a single step: all entries of one dependency group are moved at once. */
import { at } from '../case/at.js';
import { type Derivative, derivative } from './differences.js';
import type { Entries } from './entry.js';
import type { StepPlan } from './plan.js';
import { powerOfTwoBelow, radiusOf } from './radius.js';
import { few } from './rounding.js';
import { nowhere } from './slices.js';

/** A step at the arguments around which it is differentiated. */
export interface Probe {
  readonly plan: StepPlan;
  readonly args: readonly Entries<number>[];
  /** The absolute noise of each output entry. */
  readonly noise: Float64Array;
  /** Output entries on a kink, where differences say nothing. */
  readonly kinked: readonly number[];
}

export function probeOf(plan: StepPlan, given: readonly Entries<number>[], kinked: readonly number[]): Probe {
  const args = plan.entry.shiftInvariant ? centred(plan, given) : given;
  return { plan, args, noise: noiseOf(plan, args), kinked };
}

/**
 * The slopes of logsumexp and its kin do not change when a slice is shifted; around 0 their values are small,
 * and so is the rounding of their differences.
 */
function centred({ layout }: StepPlan, [x]: readonly Entries<number>[]): readonly Entries<number>[] {
  const entries = x as Entries<number>;
  const shifted = Float64Array.from(entries);
  for (const slice of layout.slices) {
    const top = slice.reduce((most, at) => Math.max(most, entries[at] as number), Number.NEGATIVE_INFINITY);
    for (const at of slice) shifted[at] = (entries[at] as number) - top;
  }
  return [shifted];
}

/** Ops that add terms up, where the sum may be far smaller than its terms, are noisy at the size of the terms. */
function noiseOf(plan: StepPlan, args: readonly Entries<number>[]): Float64Array {
  const { step, layout, entry } = plan;
  if (!entry.cancels) return new Float64Array(plan.size);
  const evaluated = { step, layout, args: lossy(plan, args), out: plan.kernel(args) };
  const scale = entry.rounding.magnitudes(evaluated);
  return entry.rounding.coefficients(evaluated).map((c, k) => c * (scale[k] as number) * 2 ** -53);
}

/** Arguments that a subtraction rounds. Around 0 the kernels of logsumexp and its kin subtract 0: nothing is lost. */
function lossy({ entry }: StepPlan, args: readonly Entries<number>[]): readonly Entries<number>[] {
  const ofExponentials = entry.shiftInvariant && entry.slopes === 'curved over 1';
  return ofExponentials ? args.map(({ length }) => new Float64Array(length)) : args;
}

/** The derivative of every output entry by the entry of the argument that the group names for it. */
export function differences(
  { plan, args, noise, kinked }: Probe,
  argument: number,
  group: Int32Array,
  shrinks: number,
): Derivative {
  const x = at(args, argument);
  const radii = radiiOf(plan, args, argument, group, kinked);
  const varied = Float64Array.from(x as ArrayLike<number>);
  const variedArgs = args.map((arg, index) => (index === argument ? varied : arg));
  let argumentError = 0;
  const f = (t: number): number[] => {
    for (let k = 0; k < group.length; k++) {
      const at = group[k] as number;
      if (at === nowhere) continue;
      const shift = t * (radii[at] as number);
      const point = (x[at] as number) + shift;
      varied[at] = point;
      const off = Math.abs(point - (x[at] as number) - shift);
      if (off > 0) argumentError = Math.max(argumentError, off / (radii[at] as number));
    }
    return plan.kernel(variedArgs);
  };
  const found = derivative(f, plan.size, {
    noise,
    relativeNoise: few * 2 ** -53,
    argumentError: () => argumentError,
    shrinks,
  });
  for (let k = 0; k < plan.size; k++) {
    if (group[k] === nowhere) {
      found.value[k] = 0;
      found.error[k] = 0;
      continue;
    }
    const radius = radii[group[k] as number] as number;
    found.value[k] = (found.value[k] as number) / radius;
    found.error[k] = (found.error[k] as number) / radius;
  }
  return found;
}

/** One radius per entry of the argument: the least over the output entries that read it. */
function radiiOf(
  plan: StepPlan,
  args: readonly Entries<number>[],
  argument: number,
  group: Int32Array,
  kinked: readonly number[],
): Float64Array {
  const x = at(args, argument);
  const { step, layout, entry } = plan;
  const deviations = entry.deviations?.(step, layout, x);
  if (deviations !== undefined) return deviations.map(powerOfTwoBelow);
  const radii = new Float64Array(x.length);
  const radius = radiusOf(plan, argument);
  if (entry.gathers) return radii.fill(radius(largest(x), largest(x)));
  radii.fill(Number.POSITIVE_INFINITY);
  const [left, right] = layout.positions;
  for (let k = 0; k < group.length; k++) {
    if (kinked.includes(k)) continue;
    const at = group[k] as number;
    const a = args[0]?.[left?.[k] as number] as number;
    const b = args[1]?.[right?.[k] as number] as number;
    radii[at] = Math.min(radii[at] as number, radius(a, b));
  }
  return radii.map((found) => (Number.isFinite(found) ? found : 1));
}

function largest(entries: Entries<number>): number {
  let most = 0;
  for (let at = 0; at < entries.length; at++) most = Math.max(most, Math.abs(entries[at] as number));
  return most;
}
