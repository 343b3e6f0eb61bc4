/**
 * A truth for programs of which a step has no derivative, though the whole may have one: the one-sided slopes of the
 * whole program at 40 digits, entry by entry. See docs/tolerance.md.
 */
import type { BigNumber } from 'mathjs';
import { at } from '../../case/at.js';
import type { Kinks } from '../../case/kinks.js';
import type { TensorData } from '../../case/tensor-data.js';
import { NoTruth, patternMargin } from '../evaluation.js';
import { exactCost } from '../exact.js';
import type { Plan } from '../plan.js';
import type { Precision } from '../precision.js';
import { summing } from '../rounding.js';
import { big, shifts } from '../sides.js';
import type { Branches } from './branches.js';
import { branchesFor } from './choices.js';
import { EdgeProgram, patterns, type Run } from './edge-program.js';

/** What is known of the slope by one entry; undefined if it has no finite slope to either side, and nothing is asked. */
interface EdgeSlope {
  /** The slope, or the middle of the right interval. */
  readonly value: number;
  readonly spread: number;
  /** How far an implementation may be off. */
  readonly tolerance: number;
}

/** One value, and how far an implementation may be off; an infinite one is exact. */
interface EdgeValue {
  readonly value: number;
  readonly tolerance: number;
}

/** What a truth may cost, in BigNumber exponentials of about 0.1 ms each. */
const budget = 20_000;

/** The runs for one entry: two sides, two steps or a step in each pattern. */
const runsPerEntry = 2 * (2 + patterns.length);

/** At most this many choices of slopes at kinks are tried for one entry. */
const mostChoices = 16;

/** The second, smaller step: a slope that is not the same there is none, as of √x at 0. */
const nearer = { right: big.from(1e-21), left: big.from(-1e-21) };
const farther = { right: shifts.right, left: shifts.left };
const sides = ['left', 'right'] as const;

/** By how much the slopes over both steps may differ: by this fraction, or by what √h and higher powers leave. */
const apartByStep = { fraction: 1e-6, size: 1e-8 };

/** Of the largest slope in the gradients: what an entry may be off by whatever made it up. */
const floor = 2 ** 8;

export class EdgeTruth {
  private readonly program: EdgeProgram;
  private readonly slopes: readonly (readonly (readonly OutputSlopes[] | undefined)[])[];

  /** @throws {NoTruth} if there is none, or finding it would take too long */
  constructor(
    private readonly plan: Plan,
    inputs: readonly TensorData[],
    private readonly kinks: Kinks = {},
  ) {
    const entries = inputs.reduce((sum, { data }) => sum + data.length, 0);
    if (entries * runsPerEntry * (exactCost(plan) / 2) > budget)
      throw new NoTruth(
        'a step has no derivative there, and the program is too large for slopes of the whole',
      );
    if (inputs.some(({ data }) => data.some(Number.isNaN)))
      throw new NoTruth('an input holds NaN; there is no derivative there');
    this.program = new EdgeProgram(plan, inputs);
    this.slopes = inputs.map(({ data }, input) => data.map((_, entry) => this.slopesOf(input, entry)));
  }

  /** The values of an output. */
  values(output: number): EdgeValue[] {
    const id = at(this.plan.program.outputs, output);
    return at(this.program.exact.values, id).map((entry, k) => {
      const value = big.toNumber(entry);
      return { value, tolerance: Number.isFinite(value) ? this.program.roundingOf(id, k) : 0 };
    });
  }

  /** The gradients of all inputs for one cotangent, entry by entry. */
  gradients(cotangent: readonly TensorData[]): (EdgeSlope | undefined)[][] {
    const delta = cotangent.flatMap(({ data }) => data);
    // Where Δ meets an infinite value, ⟨Δ, f⟩ is infinite, and has no slope.
    const meetsInfinity = this.outputEntries(this.program.exact).some(
      (entry, k) => !entry.isFinite() && delta[k] !== 0,
    );
    const found = this.slopes.map((ofInput) =>
      ofInput.map((choices) =>
        meetsInfinity || choices === undefined ? undefined : weighed(choices, delta, this.plan.precision),
      ),
    );
    const largest = found.flat().reduce((most, each) => Math.max(most, sizeOf(each)), 0);
    return found.map((ofInput) => ofInput.map((each) => each && withFloor(each, largest, this.program.u)));
  }

  /** For each choice of slopes at kinks and each side that has finite slopes, those of all outputs; undefined if none has. */
  private slopesOf(input: number, entry: number): readonly OutputSlopes[] | undefined {
    const choices = branchesFor(this.program, { input, entry, shift: shifts.right }, this.kinks, mostChoices);
    if (choices === undefined) return undefined;
    const found = choices.map((branches) =>
      sides.flatMap((side) => this.oneSided(input, entry, side, branches) ?? []),
    );
    return found.some((each) => each.length === 0) ? undefined : found.flat();
  }

  /** The slopes of all output entries to one side; undefined if one has none. */
  private oneSided(
    input: number,
    entry: number,
    side: 'left' | 'right',
    branches: Branches,
  ): OutputSlopes | undefined {
    const slopes = (run: Run, shift: BigNumber) => this.slopesAlong(run, input, entry, shift, branches);
    const [far, near] = [farther, nearer].map((by) => slopes(this.program.exact, by[side]));
    const rounded = this.program.rounded.map((run) => slopes(run, farther[side]));
    const value = near as number[];
    const off = value.map((slope, k) => {
      const apart = Math.abs(slope - (far?.[k] as number));
      const ofSteps =
        apart <= Math.max(apartByStep.fraction * Math.abs(slope), apartByStep.size) ? apart : Number.NaN;
      const ofRounding = rounded.map((each) => Math.abs((each[k] as number) - (far?.[k] as number)));
      return ofSteps + patternMargin * Math.max(...ofRounding);
    });
    return [...value, ...off].every(Number.isFinite) ? { value, off } : undefined;
  }

  private slopesAlong(
    run: Run,
    input: number,
    entry: number,
    shift: BigNumber,
    branches: Branches,
  ): number[] {
    const moved = this.program.move(run, input, entry, shift, branches);
    const before = this.outputEntries(run);
    return this.outputEntries({ ...run, values: moved }).map((after, k) => {
      const entryBefore = at(before, k);
      // An infinite value that stays where it is has not changed.
      if (after.equals(entryBefore)) return 0;
      return big.toNumber(big.divide(big.subtract(after, entryBefore), shift));
    });
  }

  private outputEntries = ({ values }: Run): readonly BigNumber[] =>
    this.plan.program.outputs.flatMap((id) => at(values, id));
}

/** The slopes of all output entries by one entry, and how far an implementation's may be off. */
interface OutputSlopes {
  readonly value: readonly number[];
  readonly off: readonly number[];
}

/** ⟨Δ, slopes⟩: what lies between the least and the most of all choices and sides. */
function weighed(
  choices: readonly OutputSlopes[],
  delta: readonly number[],
  precision: Precision,
): EdgeSlope {
  const sums = choices.map(({ value, off }) => {
    const terms = delta.map((weight, k) => weight * at(value, k));
    const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
    const lost = delta.reduce((sum, weight, k) => sum + Math.abs(weight) * at(off, k), 0);
    return {
      sum: terms.reduce((sum, term) => sum + term, 0),
      off: lost + summing(delta.length, precision) * precision.u * size,
    };
  });
  const [least, most] = [Math.min(...sums.map(({ sum }) => sum)), Math.max(...sums.map(({ sum }) => sum))];
  const half = (most - least) / 2;
  const off = Math.max(...sums.map((each) => each.off));
  // Two sides of a smooth function differ by what the step leaves.
  const isKink = half > apartByStep.size + apartByStep.fraction * Math.max(Math.abs(least), Math.abs(most));
  const value = (least + most) / 2;
  return isKink ? { value, spread: half, tolerance: off } : { value, spread: 0, tolerance: off + half };
}

const sizeOf = (slope: EdgeSlope | undefined): number =>
  slope === undefined ? 0 : Math.abs(slope.value) + slope.spread;

const withFloor = (slope: EdgeSlope, largest: number, u: number): EdgeSlope => ({
  ...slope,
  tolerance: slope.tolerance + floor * u * largest,
});
