/** A program's values, forward only, and how far an implementation's values may be off. No Jacobian is needed. */

import { at } from '../case/at.js';
import { isInside } from '../case/domain.js';
import { nameOf, printStep } from '../case/print.js';
import type { TensorData } from '../case/tensor-data.js';
import { factsOf } from '../case/vocabulary.js';
import type { Entries } from './entry.js';
import { shifted, shiftsOf } from './perturb.js';
import type { Plan, StepPlan } from './plan.js';
import { forReaders, mayOverflow } from './precision.js';
import { few, squaresOverflow, underflowIn } from './rounding.js';
import { sharedZeros, zeroList } from './zeros.js';

/** A program at given inputs. */
export interface Evaluation {
  readonly plan: Plan;
  /** The value of every id. */
  readonly values: readonly (readonly number[])[];
  /** For every id, how far an implementation's value may be off, in units of its unit roundoff. */
  readonly roundings: readonly Float64Array[];
}

/** There is no derivative to compare with: an input is not finite, or lies outside the domain of an op. */
export class NoTruth extends Error {
  override readonly name = 'NoTruth';
}

/** How much of a step's rounding the two sign patterns may miss. */
export const patternMargin = 4;

/**
 * The values of a program. Roundings are carried forward by moving all arguments of a step at once by theirs, in two
 * patterns of signs: an estimate, whereas the chain of Jacobians gives a bound. What is carried on has no margin: after
 * 90 steps, four times as much at each of them would be no bound at all.
 * @throws {NoTruth} where the program has no derivative.
 */
export function evaluationOf(plan: Plan, inputs: readonly TensorData[]): Evaluation {
  const values: (readonly number[])[] = inputs.map(({ data }) => data);
  const roundings: Float64Array[] = inputs.map(({ data }) => sharedZeros(data.length));
  const carried = [...roundings];
  requireFiniteInputs(inputs);
  for (const stepPlan of plan.steps) {
    const args = stepPlan.step.args.map((id) => at(values, id));
    const out = outputOf(stepPlan, args);
    const own = ownRounding(stepPlan, args, out);
    const most = moves(
      stepPlan,
      args,
      out,
      stepPlan.step.args.map((id) => forReaders(at(values, id), at(carried, id), plan.precision)),
    );
    values.push(out);
    carried.push(plus(own, 1, most));
    roundings.push(plus(own, patternMargin, most));
  }
  return { plan, values, roundings };
}

/** own + times·most, entry by entry. */
function plus(own: Float64Array, times: number, most: Float64Array): Float64Array {
  const sums = zeroList(own.length);
  for (let k = 0; k < sums.length; k++) sums[k] = (own[k] as number) + times * (most[k] as number);
  return sums;
}

/** What the arguments' roundings do to the output. */
function moves(
  plan: StepPlan,
  args: readonly Entries<number>[],
  out: readonly number[],
  roundings: readonly Float64Array[],
): Float64Array {
  const most = zeroList(out.length);
  for (const { scale, pattern } of shiftsOf(plan, args, roundings)) {
    const moved = plan.valueAt(shifted(args, roundings, scale, pattern));
    for (let k = 0; k < most.length; k++) {
      const change = Math.abs((moved[k] as number) - (out[k] as number));
      most[k] = Math.max(most[k] as number, change / Math.abs(scale));
    }
  }
  return most;
}

/** What rounding may cost in the step itself, for exact arguments. */
export function ownRounding(
  { step, layout, precision, within, entry: { exact, adds, squares, rounding } }: StepPlan,
  args: readonly Entries<number>[],
  out: readonly number[],
): Float64Array {
  if (exact) return zeroList(out.length);
  const evaluated = { step, layout, args, out, precision: within?.precision ?? precision };
  const scale = rounding.magnitudes(evaluated);
  const own = rounding.coefficients(evaluated);
  const lost = underflowIn(args, precision);
  const squared = squares && precision.addition === 1 && squaresOverflow(args, precision);
  const isWide = within === undefined && adds && precision.addition < 1;
  for (let k = 0; k < own.length; k++) {
    const [count, size] = [own[k] as number, scale[k] as number];
    const inSum = isWide
      ? (count - few + few * precision.addition) * size
      : (within?.weight ?? 1) * count * size;
    const atEnd = (within ? 1 : isWide ? few : 0) * Math.abs(out[k] as number);
    // On the way to a number of the dtype, a square or a sum of some terms may be infinite.
    const onTheWay = squared || (!isWide && !within && mayOverflow(size, inSum, precision));
    const overflows = onTheWay && !mayOverflow(out[k] as number, 0, precision);
    own[k] = overflows ? Number.POSITIVE_INFINITY : inSum + atEnd + lost;
  }
  return own;
}

/** The value of a step at arguments inside its domain. @throws {NoTruth} otherwise. */
export function outputOf(plan: StepPlan, args: readonly Entries<number>[]): number[] {
  requireDomain(plan, args);
  const out = plan.valueAt(args);
  requireFinite(out, () => `the value of ${printStep(plan.step)}`);
  return out;
}

/** @throws {NoTruth} when an input entry is not a number, or infinite. */
export function requireFiniteInputs(inputs: readonly TensorData[]): void {
  inputs.forEach(({ data }, index) => {
    requireFinite(data, () => `input ${nameOf(index)}`);
  });
}

function requireFinite(data: ArrayLike<number>, what: () => string): void {
  for (let k = 0; k < data.length; k++) {
    if (!Number.isFinite(data[k]))
      throw new NoTruth(`${what()} holds ${data[k]} (entry ${k}); there is no derivative there`);
  }
}

function requireDomain({ step, layout, guarded }: StepPlan, args: readonly Entries<number>[]): void {
  if (!guarded) return;
  factsOf(step)
    .domain(step)
    .forEach((kind, argument) => {
      if (kind === 'real') return;
      const x = at(args, argument);
      for (const position of layout.positions[argument] ?? []) {
        const entry = x[position] as number;
        if (isInside(entry, kind)) continue;
        throw new NoTruth(
          `${printStep(step)} takes only ${kind === 'above -1' ? `entries ${kind}` : `${kind} entries`} in argument ${argument}, and got ${entry}`,
        );
      }
    });
}
