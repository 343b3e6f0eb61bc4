/** Arguments that are off by a multiple of their rounding: the step's answer shows what earlier rounding costs. */
import { at } from '../case/at.js';
import type { Entries } from './entry.js';
import type { StepPlan } from './plan.js';
import { largestIn } from './sizes.js';
import { unwritten } from './unwritten.js';

/** Far enough beyond the rounding of doubles to be seen, near enough for a step to be straight. */
const reach = 2 ** -12;

/** By how many roundings arguments are moved, and in which pattern of signs. */
export interface Shift {
  readonly scale: number;
  readonly pattern: number;
}

const patterns = [0, 1];

/**
 * How the arguments of a step are to be moved; not at all if they are exact. Where roundings are so coarse that a step
 * is curved over one, they are moved by what they may really be off, to both sides.
 */
export function shiftsOf(
  plan: StepPlan,
  args: readonly Entries<number>[],
  roundings: readonly Float64Array[],
): Shift[] {
  const { u, coarse } = plan.precision;
  let most = 0;
  roundings.forEach((rounding, index) => {
    if (rounding.some((own) => own > 0)) most = Math.max(most, relative(plan, rounding, args, index));
  });
  if (most === 0) return [];
  const scales = coarse ? [u, -u] : [reach / most];
  return scales.flatMap((scale) => patterns.map((pattern) => ({ scale, pattern })));
}

/** The arguments, each entry moved by `scale` times its rounding: all one way, or (pattern 1) every other one against it. */
export const shifted = (
  args: readonly Entries<number>[],
  roundings: readonly Float64Array[],
  scale: number,
  pattern: number,
): number[][] =>
  args.map((arg, index) => {
    const rounding = at(roundings, index);
    const moved = unwritten(arg.length);
    for (let at = 0; at < moved.length; at++) {
      const sign = pattern === 1 && (at + index) % 2 === 1 ? -1 : 1;
      moved[at] = (arg[at] as number) + sign * scale * (rounding[at] as number);
    }
    return moved;
  });

/** The largest rounding relative to how far its entry may move: by its own size, unless the op allows more or less. */
function relative(
  { step, layout, entry }: StepPlan,
  rounding: Float64Array,
  args: readonly Entries<number>[],
  argument: number,
): number {
  const arg = at(args, argument);
  const largest = largestIn(arg);
  const shared = entry.slopes === 'bilinear';
  const least = entry.slopes === 'curved over 1' ? 1 : 0;
  const deviations = entry.deviations?.(step, layout, args, argument);
  let most = 0;
  for (let at = 0; at < rounding.length; at++) {
    const own = entry.scale?.(arg[at] as number) ?? Math.abs(arg[at] as number);
    const size = deviations?.[at] ?? (shared ? largest : Math.max(least, own));
    most = Math.max(most, (rounding[at] as number) / (size || 1));
  }
  return most;
}
