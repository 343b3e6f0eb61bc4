/** Differences of the whole program along a direction: a truth that does not use its steps' Jacobians. */
import { at } from '../case/at.js';
import { factsOf } from '../case/vocabulary.js';
import { type Derivative, sharedDifferentiator } from './differences.js';
import type { Entries } from './entry.js';
import type { Evaluation } from './evaluation.js';
import { pickedPositions } from './picking.js';
import type { StepPlan } from './plan.js';
import { kinkDistance, sideOf } from './radius.js';

/** One array of entries per input. */
export type Direction = readonly ArrayLike<number>[];

/** Jv of all outputs, concatenated, by differences of the whole program. Its error is ∞ if a kink is too near. */
export function directional(evaluation: Evaluation, direction: Direction): Derivative {
  const { plan, roundings } = evaluation;
  const { outputs } = plan.program;
  const noise = concatenated(outputs.map((id) => at(roundings, id)));
  for (let k = 0; k < noise.length; k++) noise[k] = (noise[k] as number) * 2 ** -53;
  const line = new Line(evaluation, direction);
  const f = (t: number, into: Float64Array): void => {
    const moved = valuesOnSameBranch(evaluation, line.at(t));
    const lists = moved && outputs.map((id) => at(moved, id));
    if (lists === undefined) into.fill(Number.NaN);
    else writeAll(lists, into);
  };
  const found = sharedDifferentiator(noise.length).derivative(f, {
    noise,
    relativeNoise: 2 ** -51,
    argumentError: () => line.argumentError,
    shrinks: 16,
    confirm: true,
  });
  return {
    value: found.value.map((slope) => slope / line.stride),
    error: found.error.map((bound) => bound / line.stride),
  };
}

/** The inputs along x + t·v, scaled so that t = 1 moves no entry by more than 1. */
class Line {
  readonly stride: number;
  /** How far a point was off after rounding x + t·v, in units of t: the most so far. */
  argumentError = 0;
  private readonly points: readonly Float64Array[];

  constructor(
    private readonly evaluation: Evaluation,
    private readonly direction: Direction,
  ) {
    this.stride = strideOf(direction);
    this.points = direction.map(({ length }) => new Float64Array(length));
  }

  /** The inputs at t, in arrays that the next call overwrites. */
  at(t: number): readonly Float64Array[] {
    this.points.forEach((point, input) => {
      const [x, v] = [this.evaluation.values[input], this.direction[input]] as [
        ArrayLike<number>,
        ArrayLike<number>,
      ];
      for (let at = 0; at < point.length; at++) {
        const rate = this.stride * (v[at] as number);
        const moved = (x[at] as number) + t * rate;
        point[at] = moved;
        if (rate === 0) continue;
        const off = Math.abs((moved - (x[at] as number) - t * rate) / rate);
        if (off > this.argumentError) this.argumentError = off;
      }
    });
    return this.points;
  }
}

/** The lists one after another. */
export function concatenated(lists: readonly ArrayLike<number>[]): Float64Array {
  const joined = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  writeAll(lists, joined);
  return joined;
}

/** The same, in a list that is given. */
function writeAll(lists: readonly ArrayLike<number>[], into: Float64Array): void {
  let start = 0;
  for (const list of lists) {
    into.set(list, start);
    start += list.length;
  }
}

/** How far to go along a direction for t = 1: a power of two that makes its largest entry at most 1. */
export function strideOf(direction: Direction): number {
  let largest = 0;
  for (const entries of direction) {
    for (let at = 0; at < entries.length; at++) largest = Math.max(largest, Math.abs(entries[at] as number));
  }
  return largest === 0 ? 1 : 2 ** -Math.ceil(Math.log2(largest));
}

/**
 * The value of every id at moved inputs, or undefined when some op left the side of a kink (or the part of its domain)
 * on which the evaluation lies. Detached values stay as they are there.
 */
export function valuesOnSameBranch(
  { plan, values }: Evaluation,
  inputs: readonly Entries<number>[],
): Entries<number>[] | undefined {
  const moved: Entries<number>[] = [...inputs];
  for (const stepPlan of plan.steps) {
    const { step, entry } = stepPlan;
    if (entry.stops) {
      moved.push(values[moved.length] as Entries<number>);
      continue;
    }
    const args = step.args.map((arg) => at(moved, arg));
    if (stepPlan.guarded) {
      const base = step.args.map((arg) => values[arg] as Entries<number>);
      if (!sameBranch(stepPlan, args, base)) return undefined;
    }
    moved.push(stepPlan.valueAt(args));
  }
  return moved;
}

function sameBranch(
  { step, layout, size, picking }: StepPlan,
  args: readonly Entries<number>[],
  base: readonly Entries<number>[],
): boolean {
  if (picking !== undefined) {
    const [before, now] = [base, args].map(([x]) =>
      pickedPositions(picking, layout.slices, x as readonly number[]),
    );
    return before !== undefined && now !== undefined && before.every((from, k) => from === now[k]);
  }
  const { kink, domain } = factsOf(step);
  const bounded = domain(step).map((kind) => kind !== 'real');
  const read = (arrays: readonly Entries<number>[], argument: number, k: number) =>
    arrays[argument]?.[layout.positions[argument]?.[k] as number] as number;
  for (let k = 0; k < size; k++) {
    const [a, b] = [read(args, 0, k), read(args, 1, k)];
    const [baseA, baseB] = [read(base, 0, k), read(base, 1, k)];
    if (kink !== 'none') {
      if (kinkDistance(step, baseA, baseB) === 0) return false;
      if (sideOf(step, a, b) !== sideOf(step, baseA, baseB)) return false;
    }
    if (bounded[0] && Math.sign(a) !== Math.sign(baseA)) return false;
    if (bounded[1] && Math.sign(b) !== Math.sign(baseB)) return false;
  }
  return true;
}
