/** Differences of the whole program along a direction: a truth that does not use its steps' Jacobians. */
import { at } from '../case/at.js';
import { Branch } from './branch.js';
import { type Derivative, sharedDifferentiator } from './differences.js';
import type { Output } from './entry.js';
import type { Evaluation } from './evaluation.js';
import { largestIn } from './sizes.js';
import { unwritten } from './unwritten.js';
import { zeroList } from './zeros.js';

/** One array of entries per input. */
export type Direction = readonly ArrayLike<number>[];

/** Jv of all outputs, concatenated, by differences of the whole program. Its error is ∞ if a kink is too near. */
export function directional(evaluation: Evaluation, direction: Direction): Derivative {
  const { plan, roundings } = evaluation;
  const { outputs } = plan.program;
  const noise = concatenated(outputs.map((id) => at(roundings, id)));
  for (let k = 0; k < noise.length; k++) noise[k] = (noise[k] as number) * 2 ** -53;
  const line = new Line(evaluation, direction);
  const branch = new Branch(evaluation, line.points);
  const lists = outputs.map((id) => at(branch.values, id));
  const isLast = outputs.length === 1 && branch.endsWith(at(outputs, 0));
  const f = (t: number, into: number[]): void => {
    line.moveTo(t);
    if (!branch.follow(isLast ? into : undefined)) into.fill(Number.NaN);
    else if (!isLast) writeAll(lists, into);
  };
  const found = sharedDifferentiator(noise.length).derivative(f, {
    noise,
    relativeNoise: 2 ** -51,
    argumentError: () => line.argumentError,
    shrinks: 16,
    confirm: true,
  });
  return { value: divided(found.value, line.stride), error: divided(found.error, line.stride) };
}

function divided(entries: Float64Array, divisor: number): Float64Array {
  const quotients = zeroList(entries.length);
  for (let k = 0; k < quotients.length; k++) quotients[k] = (entries[k] as number) / divisor;
  return quotients;
}

/** The inputs along x + t·v, scaled so that t = 1 moves no entry by more than 1. */
class Line {
  readonly stride: number;
  /** How far a point was off after rounding x + t·v, in units of t: the most so far. */
  argumentError = 0;
  /** The inputs at the t that was last moved to. */
  readonly points: readonly number[][];
  /** The first entry of each input that moves: one direction moves the last of many alone. */
  private readonly starts: readonly number[];

  constructor(
    private readonly evaluation: Evaluation,
    private readonly direction: Direction,
  ) {
    this.stride = strideOf(direction);
    this.points = direction.map(({ length }) => unwritten(length));
    this.starts = direction.map(firstNonzero);
    for (const [input, point] of this.points.entries()) {
      const x = at(evaluation.values, input);
      for (let k = 0; k < at(this.starts, input); k++) point[k] = x[k] as number;
    }
  }

  moveTo(t: number): void {
    const { stride } = this;
    let most = this.argumentError;
    for (let input = 0; input < this.points.length; input++) {
      const point = this.points[input] as number[];
      const x = this.evaluation.values[input] as ArrayLike<number>;
      const v = this.direction[input] as ArrayLike<number>;
      for (let at = this.starts[input] as number; at < point.length; at++) {
        const rate = stride * (v[at] as number);
        const moved = (x[at] as number) + t * rate;
        point[at] = moved;
        const off = Math.abs(moved - (x[at] as number) - t * rate);
        // Few are off by more than all before, and only these are divided.
        if (off > most * Math.abs(rate)) most = Math.max(most, off / Math.abs(rate));
      }
    }
    this.argumentError = most;
  }
}

function firstNonzero(entries: ArrayLike<number>): number {
  let k = 0;
  while (entries[k] === 0) k++;
  return k;
}

/** The lists one after another. */
export function concatenated(lists: readonly ArrayLike<number>[]): Float64Array {
  const joined = zeroList(lists.reduce((sum, { length }) => sum + length, 0));
  writeAll(lists, joined);
  return joined;
}

/** The same, in a list that is given. */
function writeAll(lists: readonly ArrayLike<number>[], into: Output<number>): void {
  let at = 0;
  for (const list of lists) for (let k = 0; k < list.length; k++) into[at++] = list[k] as number;
}

/** How far to go along a direction for t = 1: a power of two that makes its largest entry at most 1. */
export function strideOf(direction: Direction): number {
  const largest = direction.reduce((most, entries) => Math.max(most, largestIn(entries)), 0);
  return largest === 0 ? 1 : 2 ** -Math.ceil(Math.log2(largest));
}
