/** Kinks on the way of a moved entry: each goes on along one of its slopes, as an implementation would choose one. */
import type { BigNumber } from 'mathjs';
import { at } from '../../case/at.js';
import { factsOf } from '../../case/vocabulary.js';
import { isTip, oneSided } from '../one-sided.js';
import { candidatesOf } from '../picking.js';
import type { StepPlan } from '../plan.js';
import { kinkDistanceOf } from '../radius.js';
import { big } from '../sides.js';
import type { Pair, Values } from './values.js';

/** One output entry on a kink, and what it may go on along: a slope for each entry that it reads. */
export interface Kinked {
  readonly k: number;
  /** The entries that it reads: argument and position. */
  readonly reads: readonly (readonly [argument: number, position: number])[];
  /** At least two, each with one slope for each of `reads`. */
  readonly options: readonly (readonly number[])[];
  /** Not only near the kink but on it, where a convention may be declared. */
  readonly onKink: boolean;
}

/** The option that an entry of a step goes on along; undefined: along all, to see how far a change may reach. */
export type Branches = (step: number, kinked: Kinked) => readonly number[] | undefined;

/**
 * The output entries of a step that lie on a kink, or within rounding of one.
 * @param slack how far an entry of an argument may be off
 */
export function kinkedIn(
  plan: StepPlan,
  args: Values,
  slack: (argument: number, k: number) => number,
): readonly Kinked[] {
  if (factsOf(plan.step).kink === 'none') return [];
  const numbers = args.map((arg) => arg.map(big.toNumber));
  if (plan.picking !== undefined) return picks(plan, numbers, slack);
  return isTip(factsOf(plan.step).kink) ? tips(plan, numbers, slack) : elementwise(plan, numbers, slack);
}

function elementwise(
  plan: StepPlan,
  args: readonly (readonly number[])[],
  slack: (argument: number, k: number) => number,
): Kinked[] {
  const { step, layout, size } = plan;
  const distanceOf = kinkDistanceOf(step);
  return Array.from({ length: size }, (_, k): Kinked | undefined => {
    const reads = args.map((_, argument) => [argument, layout.positions[argument]?.[k] as number] as const);
    const [a, b] = reads.map(([argument, position]) => args[argument]?.[position] as number);
    const distance = distanceOf(a as number, b as number);
    const off = reads.reduce((sum, [argument, position]) => sum + slack(argument, position), 0);
    // Entries that are equal and infinite are no nearer to each other than any others.
    if (!(Number.isFinite(a) && distance <= off)) return undefined;
    return { k, reads, options: optionsOf(plan, args, k), onKink: distance === 0 };
  }).filter((kinked) => kinked !== undefined);
}

/** Both slopes: those between which a convention may declare one, or those of entry k. */
function optionsOf(plan: StepPlan, args: readonly (readonly number[])[], k: number): number[][] {
  const { step, layout } = plan;
  const [least, most] =
    factsOf(step).declarable ?? oneSided(plan, args, 0, k, layout.positions[0]?.[k] as number);
  return step.args.length === 1
    ? [[least], [most]]
    : [
        [least, 1 - least],
        [most, 1 - most],
      ];
}

/** Slices at the tip of a cone: each entry goes on along one of its own two slopes, all the lesser or all the greater. */
function tips(
  plan: StepPlan,
  args: readonly (readonly number[])[],
  slack: (argument: number, k: number) => number,
): Kinked[] {
  const values = plan.valueAt(args);
  return plan.layout.slices.flatMap((slice, k) => {
    const off = slice.reduce((sum, position) => sum + slack(0, position), 0);
    if (slice.length === 0 || !(at(values, k) <= off)) return [];
    const reads = Array.from(slice, (position) => [0, position] as const);
    const both = reads.map(([, position]) => oneSided(plan, args, 0, k, position));
    const options = [both.map(([least]) => least), both.map(([, most]) => most)];
    return [{ k, reads, options, onKink: false }];
  });
}

function picks(
  { picking, layout: { slices } }: StepPlan,
  [x = []]: readonly (readonly number[])[],
  slack: (argument: number, k: number) => number,
): Kinked[] {
  if (picking === undefined) return [];
  const candidates = candidatesOf(picking, slices, x, (position) => slack(0, position));
  return candidates.flatMap((tied, k) => {
    if (tied.length < 2 || !tied.every((position) => Number.isFinite(x[position]))) return [];
    const options = tied.map((_, chosen) => tied.map((__, index) => (index === chosen ? 1 : 0)));
    return [{ k, reads: tied.map((position) => [0, position] as const), options, onKink: false }];
  });
}

/** The output entry, moved along a branch from where it was. */
export function movedOnBranch(
  { reads }: Kinked,
  slopes: readonly number[] | undefined,
  pairs: readonly Pair[],
  before: BigNumber,
): BigNumber {
  return reads.reduce((value, [argument, position], index) => {
    const pair = at(pairs, argument);
    const change = big.subtract(at(pair.after, position), at(pair.before, position));
    const slope = slopes === undefined ? big.from(1) : big.from(at(slopes, index));
    return change.isZero() ? value : big.add(value, big.multiply(slope, change));
  }, before);
}
