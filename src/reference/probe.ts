/** Differences of a single step: all entries of one dependency group are moved at once. */
import { at } from '../case/at.js';
import { type Derivative, sharedDifferentiator } from './differences.js';
import type { Entries } from './entry.js';
import type { StepPlan } from './plan.js';
import { doubles } from './precision.js';
import { powerOfTwoBelow, radiusOf } from './radius.js';
import { few } from './rounding.js';
import { largestIn } from './sizes.js';
import { nowhere } from './slices.js';
import { unwritten } from './unwritten.js';
import { sharedZeros, zeroList } from './zeros.js';

/** The relative error of a step's value. */
const relativeNoise = few * 2 ** -53;

/** A step at the arguments around which it is differentiated. */
export class Probe {
  private readonly args: readonly Entries<number>[];
  private readonly moving: readonly Moving[];
  /** The absolute noise of each output entry, if it has any of its own. */
  private noise: Float64Array | undefined;

  constructor(
    readonly plan: StepPlan,
    private readonly given: readonly Entries<number>[],
    /** Output entries on a kink, where differences say nothing, in ascending order. */
    readonly kinked: readonly number[],
  ) {
    const { shiftInvariant } = plan.entry;
    this.args = shiftInvariant ? given.with(0, unwritten(at(given, 0).length)) : given;
    this.moving = this.args.map((_, argument) => new Moving(plan, this.args, argument));
    this.look();
  }

  /** Looks at the given arguments again, after they were written to. */
  look(): void {
    const { plan, given, args, moving, kinked } = this;
    if (args !== given) centre(plan, at(given, 0), args[0] as number[]);
    this.noise = noiseOf(plan, args);
    for (const each of moving) each.look(kinked);
  }

  /**
   * The derivative of every output entry by the entry of the argument that the group names for it. The next difference
   * overwrites it, also of another step.
   */
  differences(argument: number, group: Int32Array, shrinks: number): Derivative {
    const { plan, noise } = this;
    const moving = at(this.moving, argument);
    const differentiator = sharedDifferentiator(plan.size);
    const found = plan.linear
      ? differentiator.straight((into) => moving.valueAt(1, group, into), relativeNoise)
      : differentiator.derivative((t, into) => moving.valueAt(t, group, into), {
          noise,
          relativeNoise,
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
  /** How far each entry may move. */
  readonly radii: Float64Array;
  /** How far a point was off after rounding x + t·r, in units of t: the most so far. */
  argumentError = 0;
  private readonly x: Entries<number>;
  private readonly varied: number[];
  private readonly variedArgs: readonly Entries<number>[];
  private readonly radius: (a: number, b: number) => number;

  constructor(
    private readonly plan: StepPlan,
    private readonly args: readonly Entries<number>[],
    private readonly argument: number,
  ) {
    const given = at(args, argument);
    // The slopes of a linear op are the same everywhere; around 0 no other terms round.
    this.x = plan.linear ? unwritten(given.length).fill(0) : given;
    this.varied = unwritten(this.x.length);
    this.variedArgs = args.map((arg, index) => (index === argument ? this.varied : arg));
    this.radii = zeroList(this.x.length);
    this.radius = radiusOf(plan, argument);
  }

  /** Looks at the arguments again. */
  look(kinked: readonly number[]): void {
    const { x, radii, plan } = this;
    const { step, layout, entry } = plan;
    for (let k = 0; k < x.length; k++) this.varied[k] = x[k] as number;
    const deviations = entry.deviations?.(step, layout, this.args, this.argument);
    if (deviations !== undefined) radii.set(deviations.map(powerOfTwoBelow));
    else if (entry.gathers) radii.fill(this.radius(largestIn(x), largestIn(x)));
    else this.findRadii(kinked);
  }

  /** The step's value with the entries of a group at x + t·r. */
  valueAt(t: number, group: Int32Array, into: number[]): void {
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
    this.plan.kernel(this.variedArgs, into);
  }

  /** Back to x, for the next group. */
  restore(group: Int32Array): void {
    this.argumentError = 0;
    for (let k = 0; k < group.length; k++) {
      const at = group[k] as number;
      if (at !== nowhere) this.varied[at] = this.x[at] as number;
    }
  }

  /** Of an elementwise op. One radius per entry: the least over the output entries that read it. */
  private findRadii(kinked: readonly number[]): void {
    const { radii, radius } = this;
    const [a, b] = this.args;
    const { positions } = this.plan.layout;
    const [left, right] = positions;
    const own = at(positions, this.argument);
    let seen = 0;
    radii.fill(Number.POSITIVE_INFINITY);
    for (let k = 0; k < own.length; k++) {
      if (k === kinked[seen]) {
        seen++;
        continue;
      }
      const place = own[k] as number;
      const found = radius(a?.[left?.[k] as number] as number, b?.[right?.[k] as number] as number);
      radii[place] = Math.min(radii[place] as number, found);
    }
    for (let place = 0; place < radii.length; place++) {
      if (!Number.isFinite(radii[place])) radii[place] = 1;
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
function centre({ layout }: StepPlan, x: Entries<number>, shifted: number[]): void {
  for (const slice of layout.slices) {
    const top = slice.reduce((most, at) => Math.max(most, x[at] as number), Number.NEGATIVE_INFINITY);
    for (const at of slice) shifted[at] = (x[at] as number) - top;
  }
}

/**
 * Ops that add terms up, where the sum may be far smaller than its terms, are noisy at the size of the terms. Not where
 * they are linear: then the terms are 0, but for one.
 */
function noiseOf(plan: StepPlan, args: readonly Entries<number>[]): Float64Array | undefined {
  const { step, layout, entry } = plan;
  if (!entry.cancels || plan.linear) return undefined;
  const evaluated = { step, layout, args: lossy(plan, args), out: plan.valueAt(args), precision: doubles };
  const scale = entry.rounding.magnitudes(evaluated);
  return entry.rounding.coefficients(evaluated).map((c, k) => c * (scale[k] as number) * 2 ** -53);
}

/** Arguments that a subtraction rounds. Around 0 the kernels of logsumexp and its kin subtract 0: nothing is lost. */
function lossy({ entry }: StepPlan, args: readonly Entries<number>[]): readonly Entries<number>[] {
  const ofExponentials = entry.shiftInvariant && entry.slopes === 'curved over 1';
  return ofExponentials ? args.map(({ length }) => sharedZeros(length)) : args;
}
