/** Slopes at kinks, where the two sides differ. */
import { factsOf, type Kink } from '../case/vocabulary.js';
import type { Entries } from './entry.js';
import { ownRounding } from './evaluation.js';
import type { StepPlan } from './plan.js';
import { kinkDistanceOf } from './radius.js';
import type { StepValues } from './step-values.js';

/** The output entries so close to a kink that rounding may put an implementation on either side of it. */
export function kinkedEntries(plan: StepPlan, values: StepValues): number[] {
  const { step, groups, size } = plan;
  const { args, roundings, u } = values;
  const { kink } = factsOf(step);
  if (kink === 'none') return [];
  if (isTip(kink)) return tipsIn(plan, values);
  const distance = kinkDistanceOf(step);
  const position = (argument: number, k: number) => groups[argument]?.[0]?.[k] as number;
  return Array.from({ length: size }, (_, k) => k).filter((k) => {
    const [a, b] = args.map((arg, argument) => arg[position(argument, k)] as number) as [number, number];
    const slack = roundings.reduce(
      (sum, rounding, argument) => sum + (rounding[position(argument, k)] as number),
      0,
    );
    return distance(a, b) <= u * slack;
  });
}

/** Whether slices, not entries, lie on the kink: where they are all zero, or all equal. */
export const isTip = (kink: Kink): boolean => kink === 'origin' || kink === 'equal';

/** The slices that are no farther from their tip than rounding may move them: their value says how far they are. */
function tipsIn(plan: StepPlan, { args, out, roundings: [rounding], u }: StepValues): number[] {
  const own = ownRounding(plan, args, out);
  return plan.layout.slices.flatMap((slice, k) => {
    const slack = slice.reduce((sum, at) => sum + (rounding?.[at] as number), own[k] as number);
    return slice.length > 0 && (out[k] as number) <= u * slack ? [k] : [];
  });
}

/** Both one-sided slopes at a kink, from points beyond it; ops with kinks are straight or square on either side. */
export function oneSided(
  plan: StepPlan,
  args: readonly Entries<number>[],
  argument: number,
  k: number,
  at: number,
): [left: number, right: number] {
  const { step, groups, entry } = plan;
  const { kink, declarable } = factsOf(step);
  // Its bounds may be close together, and the slope is 1 only between them.
  if (kink === 'bounds' && declarable !== undefined) return [...declarable];
  const x = args[argument]?.[at] as number;
  const value = (point: number): number => {
    const varied = Float64Array.from(args[argument] as ArrayLike<number>);
    varied[at] = point;
    return plan.valueAt(args.map((arg, index) => (index === argument ? varied : arg)))[k] as number;
  };
  if (isTip(kink)) {
    // Straight in all directions.
    const h = Math.max(1, Math.abs(x));
    const steepest = (value(x + 2 * h) - value(x + h)) / h;
    return [-steepest, steepest];
  }
  if (entry.slopes !== 'constant') return [squareSlope(value, x, -1), squareSlope(value, x, 1)];
  const [a, b] = args.map((arg, index) => arg[groups[index]?.[0]?.[k] as number] as number) as [
    number,
    number,
  ];
  const h = Math.max(2 ** -10 * Math.max(1, Math.abs(x)), 8 * kinkDistanceOf(step)(a, b));
  const between = (near: number, far: number) => (value(far) - value(near)) / (far - near);
  return [between(x - h, x - 2 * h), between(x + h, x + 2 * h)];
}

/** The slope at x of the square that f is beyond it, on the side of h: it is exact for any h, but for rounding. */
const squareSlope = (f: (point: number) => number, x: number, h: number): number =>
  (8 * f(x + 2 * h) - 5 * f(x + h) - 3 * f(x + 3 * h)) / (2 * h);
