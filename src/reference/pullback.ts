/** JᵀΔ along the chain, with everything that is known about each entry. */
import { at } from '../case/at.js';
import { type TensorData, unitRoundoff } from '../case/tensor-data.js';
import type { Chain } from './chain.js';
import { forReaders, type Precision } from './precision.js';
import { few } from './rounding.js';
import { nowhere } from './slices.js';
import type { Slope } from './slopes.js';
import { zeroList } from './zeros.js';

/** What the gradient of one input must be, entry by entry. */
export interface Truth {
  /** JᵀΔ, or the middle of its interval if the program has a kink. */
  readonly value: Float64Array;
  /** Half the width of that interval. */
  readonly spread: Float64Array;
  /** A bound on the reference's own error. */
  readonly error: Float64Array;
  /** What rounding may cost an implementation, in units of its unit roundoff. */
  readonly rounding: Float64Array;
  /** |J|ᵀ|Δ|: the sizes of the terms that flowed into the entry, whatever cancelled. */
  readonly magnitude: Float64Array;
}

/** The gradient of every input for one cotangent (one tensor per output). */
export function pullback(chain: Chain, cotangent: readonly TensorData[]): Truth[] {
  const { program, uses, precision, steps } = chain.plan;
  const adjoints = chain.values.map((value) => zero(value.length));
  program.outputs.forEach((id, output) => {
    seed(at(adjoints, id), at(cotangent, output).data);
  });
  for (let index = program.steps.length - 1; index >= 0; index--) {
    const id = program.inputs.length + index;
    const from = at(adjoints, id);
    if (from.magnitude.every((size) => size === 0) && from.rounding.every((own) => own === 0)) continue;
    finish(from, uses[id] as number);
    from.rounding = forReaders(from.magnitude, from.rounding, precision);
    program.steps[index]?.args.forEach((arg, argument) => {
      const slopes = chain.slopes[index]?.[argument] ?? [];
      for (const slope of slopes) pull(slope, from, at(adjoints, arg), precision);
      if (steps[index]?.within) roundOnce(slopes, from, at(adjoints, arg));
    });
  }
  return adjoints.slice(0, program.inputs.length).map((adjoint, id) => {
    finish(adjoint, uses[id] as number);
    const { lost, ...gradient } = adjoint;
    return gradient;
  });
}

/** A truth that is still being added up. */
interface Adjoint extends Truth {
  rounding: Float64Array;
  /** What the additions lost from each value. */
  readonly lost: Float64Array;
}

/**
 * Adds a term, and keeps what the addition rounds away (Knuth's TwoSum): a small term is not lost next to large ones.
 */
function addTo({ value, lost }: Adjoint, at: number, term: number): void {
  const before = value[at] as number;
  const sum = before + term;
  const added = sum - before;
  value[at] = sum;
  lost[at] = (lost[at] as number) + (before - (sum - added)) + (term - added);
}

/** A sum that is complete, rounded once; a value that is not finite stays as it is. */
function finish(adjoint: Adjoint, uses: number): void {
  const { value, error, lost } = adjoint;
  for (let k = 0; k < lost.length; k++) {
    const rest = lost[k] as number;
    if (rest === 0 || !Number.isFinite(rest)) continue;
    value[k] = (value[k] as number) + rest;
    error[k] = (error[k] as number) + unitRoundoff.float64 * Math.abs(value[k] as number);
  }
  roundSum(adjoint, uses);
}

/** Where a step computes in a wider dtype, what it sends to one argument is rounded at the end, at its own size. */
function roundOnce(slopes: readonly Slope[], from: Truth, { rounding }: Truth): void {
  const [sent, open] = [zeroList(rounding.length), zeroList(rounding.length)];
  for (const { group, value, spread } of slopes) {
    for (let k = 0; k < group.length; k++) {
      const at = group[k] as number;
      if (at === nowhere) continue;
      const [j, half] = [value[k] as number, spread[k] as number];
      const [size, ofSize] = [from.value[k] as number, from.spread[k] as number];
      sent[at] = (sent[at] as number) + j * size;
      open[at] = (open[at] as number) + Math.abs(j) * ofSize + half * (Math.abs(size) + ofSize);
    }
  }
  for (let k = 0; k < sent.length; k++)
    rounding[k] = (rounding[k] as number) + Math.abs(sent[k] as number) + (open[k] as number);
}

/** Adding up k adjoints rounds k - 1 times, at the scale of what was added. */
function roundSum({ rounding, magnitude }: Truth, uses: number): void {
  if (uses < 2) return;
  for (let k = 0; k < rounding.length; k++) {
    rounding[k] = (rounding[k] as number) + (uses - 1) * (magnitude[k] as number);
  }
}

function zero(size: number): Adjoint {
  return {
    value: zeroList(size),
    spread: zeroList(size),
    error: zeroList(size),
    rounding: zeroList(size),
    magnitude: zeroList(size),
    lost: zeroList(size),
  };
}

function seed(adjoint: Adjoint, data: readonly number[]): void {
  for (let k = 0; k < data.length; k++) {
    addTo(adjoint, k, data[k] as number);
    adjoint.magnitude[k] = (adjoint.magnitude[k] as number) + Math.abs(data[k] as number);
  }
}

/** Adds Jᵀ of one slope to an adjoint: intervals in middle-and-spread form, errors and roundings to first order. */
function pull(slope: Slope, from: Truth, to: Adjoint, { u, underflow }: Precision): void {
  const { group } = slope;
  for (let k = 0; k < group.length; k++) {
    const at = group[k] as number;
    if (at === nowhere) continue;
    const [j, half] = [slope.value[k] as number, slope.spread[k] as number];
    const reach = Math.abs(j) + half;
    const [value, spread] = [from.value[k] as number, from.spread[k] as number];
    const size = from.magnitude[k] as number;
    addTo(to, at, j * value);
    to.spread[at] = (to.spread[at] as number) + Math.abs(j) * spread + half * (Math.abs(value) + spread);
    to.error[at] =
      (to.error[at] as number) + reach * (from.error[k] as number) + (slope.error[k] as number) * size;
    to.rounding[at] =
      (to.rounding[at] as number) +
      (reach + u * (slope.rounding[k] as number)) * (from.rounding[k] as number) +
      (slope.rounding[k] as number) * size +
      few * underflow;
    to.magnitude[at] = (to.magnitude[at] as number) + (slope.magnitude[k] as number) * size;
  }
}
