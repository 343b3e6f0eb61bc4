/** Differences of a single step: all entries of one dependency group are moved at once. */
import { at } from '../case/at.js';
import { type Derivative, sharedDifferentiator } from './differences.js';
import type { Entries } from './entry.js';
import type { StepPlan } from './plan.js';
import { powerOfTwoBelow, radiusOf } from './radius.js';
import { few } from './rounding.js';
import { nowhere } from './slices.js';

/** A step at the arguments around which it is differentiated. */
export class Probe {
  private readonly args: readonly Entries<number>[];
  /** The absolute noise of each output entry. */
  private readonly noise: Float64Array;
  private readonly moving: (Moving | undefined)[] = [];

  constructor(
    readonly plan: StepPlan,
    given: readonly Entries<number>[],
    /** Output entries on a kink, where differences say nothing. */
    readonly kinked: readonly number[],
  ) {
    this.args = plan.entry.shiftInvariant ? centred(plan, given) : given;
    this.noise = noiseOf(plan, this.args);
  }

  /**
   * The derivative of every output entry by the entry of the argument that the group names for it. The next difference
   * overwrites it, also of another step.
   */
  differences(argument: number, group: Int32Array, shrinks: number): Derivative {
    const { plan, args, noise, kinked } = this;
    this.moving[argument] ??= new Moving(plan, args, argument, radiiOf(plan, args, argument, kinked));
    const moving = this.moving[argument];
    moving.argumentError = 0;
    const found = sharedDifferentiator(plan.size).derivative((t, into) => moving.valueAt(t, group, into), {
      noise,
      relativeNoise: few * 2 ** -53,
      argumentError: () => moving.argumentError,
      shrinks,
    });
    moving.restore(group);
    perEntry(found, group, moving.radii);
    return found;
  }
}

/** One argument of a step, of which the entries of one group at a time are moved. */
class Moving {
  /** How far a point was off after rounding x + t·r, in units of t: the most so far. */
  argumentError = 0;
  private readonly x: Entries<number>;
  private readonly varied: Float64Array;
  private readonly args: readonly Entries<number>[];

  constructor(
    private readonly plan: StepPlan,
    args: readonly Entries<number>[],
    argument: number,
    readonly radii: Float64Array,
  ) {
    this.x = at(args, argument);
    this.varied = Float64Array.from(this.x as ArrayLike<number>);
    this.args = args.map((arg, index) => (index === argument ? this.varied : arg));
  }

  /** The step's value with the entries of a group at x + t·r. */
  valueAt(t: number, group: Int32Array, into: Float64Array): void {
    const { x, varied, radii } = this;
    for (let k = 0; k < group.length; k++) {
      const at = group[k] as number;
      if (at === nowhere) continue;
      const shift = t * (radii[at] as number);
      const point = (x[at] as number) + shift;
      varied[at] = point;
      const off = Math.abs(point - (x[at] as number) - shift);
      if (off > 0) this.argumentError = Math.max(this.argumentError, off / (radii[at] as number));
    }
    this.plan.kernel(this.args, into);
  }

  restore(group: Int32Array): void {
    for (let k = 0; k < group.length; k++) {
      const at = group[k] as number;
      if (at !== nowhere) this.varied[at] = this.x[at] as number;
    }
  }
}

/** From slopes by t to slopes by the entries of a group. */
function perEntry({ value, error }: Derivative, group: Int32Array, radii: Float64Array): void {
  for (let k = 0; k < value.length; k++) {
    const at = group[k] as number;
    const radius = radii[at] as number;
    value[k] = at === nowhere ? 0 : (value[k] as number) / radius;
    error[k] = at === nowhere ? 0 : (error[k] as number) / radius;
  }
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
  const evaluated = { step, layout, args: lossy(plan, args), out: plan.valueAt(args) };
  const scale = entry.rounding.magnitudes(evaluated);
  return entry.rounding.coefficients(evaluated).map((c, k) => c * (scale[k] as number) * 2 ** -53);
}

/** Arguments that a subtraction rounds. Around 0 the kernels of logsumexp and its kin subtract 0: nothing is lost. */
function lossy({ entry }: StepPlan, args: readonly Entries<number>[]): readonly Entries<number>[] {
  const ofExponentials = entry.shiftInvariant && entry.slopes === 'curved over 1';
  return ofExponentials ? args.map(({ length }) => new Float64Array(length)) : args;
}

/** One radius per entry of the argument: the least over the output entries that read it. */
function radiiOf(
  plan: StepPlan,
  args: readonly Entries<number>[],
  argument: number,
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
  const own = at(layout.positions, argument);
  for (let k = 0; k < own.length; k++) {
    if (kinked.includes(k)) continue;
    const at = own[k] as number;
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
