/**
 * How far an argument may move before the op stops being smooth: to the edge of its domain, to its nearest
 * kink, or over its natural scale. Powers of two, so that x + t·r is exact for the steps of a difference.
 */
import { boundsOf } from '../case/limits.js';
import { factsOf, type Step, type StepOf } from '../case/vocabulary.js';
import type { StepPlan } from './plan.js';

export const powerOfTwoBelow = (x: number): number => 2 ** Math.floor(Math.log2(x));

/** The radius around argument `argument` of a step, at the entries a and b. */
export function radiusOf({ step, entry }: StepPlan, argument: number): (a: number, b: number) => number {
  if (factsOf(step).kink !== 'none') return (a, b) => powerOfTwoBelow(kinkDistance(step, a, b) || 1);
  if (entry.slopes === 'curved over 1' || argument === entry.exponent) return () => 1;
  if (entry.slopes === 'curved over its size')
    return (a, b) => powerOfTwoBelow(Math.abs(argument === 0 ? a : b) || 1);
  // Straight in each argument: the farther the points, the less their rounding counts.
  return (a, b) => powerOfTwoBelow(Math.max(1, Math.abs(a), Math.abs(b) || 0));
}

/** The distance of the entries a and b from the op's kink; ∞ for an op without one. */
export function kinkDistance(step: Step, a: number, b: number): number {
  switch (factsOf(step).kink) {
    case 'zero':
      return Math.abs(a);
    case 'tie':
      return Math.abs(a - b);
    case 'bounds':
      return Math.min(...boundsOf(step as StepOf<'clip'>).map((bound) => Math.abs(a - bound)));
    default:
      return Number.POSITIVE_INFINITY;
  }
}

/** On which side of an elementwise op's kink the entries a and b lie. */
export function sideOf(step: Step, a: number, b: number): number {
  switch (factsOf(step).kink) {
    case 'tie':
      return Math.sign(a - b);
    case 'bounds': {
      const { min, max } = step as StepOf<'clip'>;
      return min !== null && a < min ? -1 : Number(max !== null && a > max);
    }
    default:
      return Math.sign(a);
  }
}
