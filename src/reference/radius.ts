/**
 * How far an argument may move before the op stops being smooth: to the edge of its domain, to its nearest
 * kink, or over its natural scale. Powers of two, so that x + t·r is exact for the steps of a difference.
 */
import { factsOf, type Step } from '../case/vocabulary.js';
import type { StepPlan } from './plan.js';

/** A number that follows from the entries that meet in an output entry; unary ops have no b. */
type OfEntries = (a: number, b: number) => number;

export const powerOfTwoBelow = (x: number): number => 2 ** Math.floor(Math.log2(x));

/** The radius around argument `argument` of a step, at the entries a and b. */
export function radiusOf({ step, entry }: StepPlan, argument: number): OfEntries {
  if (factsOf(step).kink !== 'none') {
    const distance = kinkDistanceOf(step);
    return (a, b) => powerOfTwoBelow(distance(a, b) || 1);
  }
  if (entry.slopes === 'curved over 1' || argument === entry.exponent) return () => 1;
  if (entry.slopes === 'curved over its size')
    return (a, b) => powerOfTwoBelow((entry.scale?.(a) ?? Math.abs(argument === 0 ? a : b)) || 1);
  // Straight in each argument: the farther the points, the less their rounding counts.
  return (a, b) => powerOfTwoBelow(Math.max(1, Math.abs(a), Math.abs(b) || 0));
}

/** The distance of the entries a and b from the op's kink; ∞ for an op without one. */
export function kinkDistanceOf(step: Step): OfEntries {
  switch (factsOf(step).kink) {
    case 'zero':
      return Math.abs;
    case 'tie':
      return (a, b) => Math.abs(a - b);
    case 'bounds': {
      const [low, high] = boundsOf(step);
      return (a) => Math.min(Math.abs(a - low), Math.abs(a - high));
    }
    default:
      return () => Number.POSITIVE_INFINITY;
  }
}

/** On which side of an elementwise op's kink the entries a and b lie. */
export function sideOf(step: Step): OfEntries {
  switch (factsOf(step).kink) {
    case 'tie':
      return (a, b) => Math.sign(a - b);
    case 'bounds': {
      const [low, high] = boundsOf(step);
      return (a) => (a < low ? -1 : Number(a > high));
    }
    default:
      return Math.sign;
  }
}

const boundsOf = (step: Step): readonly [low: number, high: number] =>
  factsOf(step).bounds?.(step) ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
