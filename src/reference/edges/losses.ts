/** What rounding may cost a step of an edge program: its values, and what its rule makes of a change. */

import type { BigNumber } from 'mathjs';
import { at } from '../../case/at.js';
import { scatter } from '../../case/scatter.js';
import type { StepPlan } from '../plan.js';
import { type Evaluated, few, summing } from '../rounding.js';
import { big } from '../sides.js';
import { nowhere } from '../slices.js';
import type { Pair, Values } from './values.js';

export interface Lost {
  /** The values, off by their roundings. */
  values(out: readonly BigNumber[], pattern: number): BigNumber[];
  /** The moved values, their changes off by what a rule for the gradient may lose. */
  changes(own: Pair, args: readonly Pair[], pattern: number): BigNumber[];
}

/** Entries that are not finite are not rounded, and count as 0 among the terms of the others. */
const finite = (entry: number): number => (Number.isFinite(entry) ? entry : 0);
const numbers = (entries: readonly BigNumber[]): number[] =>
  entries.map((each) => finite(big.toNumber(each)));

/**
 * @param index of the step, so that no two steps are rounded alike
 * @param u the unit roundoff
 */
export function lostIn(
  plan: StepPlan,
  index: number,
  [args, out]: readonly [args: Values, out: readonly BigNumber[]],
  u: number,
): Lost {
  const { step, layout, entry, fanIn, precision } = plan;
  const evaluated: Evaluated = { step, layout, args: args.map(numbers), out: numbers(out), precision };
  const coefficients = Array.from(entry.rounding.coefficients(evaluated), finite);
  const sizes = Array.from(entry.rounding.magnitudes(evaluated), finite);
  const fan = few + fanIn.reduce((most, count) => Math.max(most, summing(count, precision)), 0);
  const off = (count: number, k: number, pattern: number) => big.from(u * count * signOf(index, k, pattern));
  const counts = coefficients.map((count, k) => (entry.exact ? 0 : count * at(sizes, k)));
  return {
    values: (given, pattern) =>
      given.map((exact, k) =>
        counts[k] === 0 || !exact.isFinite() ? exact : big.add(exact, off(at(counts, k), k, pattern)),
      ),
    changes({ before, after }, pairs, pattern) {
      const cancelled = cancelledIn(plan, evaluated, pairs);
      return after.map((moved, k) => {
        if (moved === at(before, k) || !moved.isFinite()) return moved;
        const change = big.add(big.subtract(moved, at(before, k)), cancelled(k));
        return big.add(moved, big.multiply(off(at(coefficients, k) + fan, k, pattern), change));
      });
    },
  };
}

/** For each output entry, what cancels in its slopes, times how far the entries that it depends on moved. */
function cancelledIn(plan: StepPlan, evaluated: Evaluated, pairs: readonly Pair[]): (k: number) => BigNumber {
  const slopes = plan.groups.flatMap((groups, argument) => {
    const { before, after } = at(pairs, argument);
    if (before === after) return [];
    return groups.map((group) => {
      const scale = plan.entry.rounding.cancellation(evaluated, argument, group).map(finite);
      const moved = (position: number) => big.subtract(at(after, position), at(before, position)).abs();
      return { group, scale, moved };
    });
  });
  return (k) =>
    slopes.reduce((sum, { group, scale, moved }) => {
      const position = group[k] as number;
      if (position === nowhere || scale[k] === 0) return sum;
      const distance = moved(position);
      return distance.isFinite() ? big.add(sum, big.multiply(big.from(scale[k] as number), distance)) : sum;
    }, big.from(0));
}

/** Whether an entry of a step is rounded up or down: without a period, so that roundings do not cancel. */
function signOf(step: number, k: number, pattern: number): number {
  return ((scatter(k, step + 31 * pattern) >>> 13) & 1) === 0 ? 1 : -1;
}
