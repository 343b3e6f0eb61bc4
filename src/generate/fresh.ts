/**
 * Fresh numbers, in addition to the few in the pools: of many magnitudes, as large as the op can take, near kinks and
 * near ties. They are drawn by an integer and by the entry's position, so that they shrink to those of the pool.
 */

import { at } from '../case/at.js';
import { scatter } from '../case/scatter.js';
import { type Domain, factsOf, type Step } from '../case/vocabulary.js';
import { kinkOf } from './kinks.js';
import { entryOf } from './ops/index.js';
import type { Space } from './space.js';
import { spanOf, within } from './spans.js';

/** How many fresh numbers an entry can be. */
export const freshCount = 2 ** 15;

export type Fresh = (position: number, drawn: number) => number;

/** A range of magnitudes. */
export type Reach = readonly [least: number, most: number];

/** A fraction of the integers up to `freshCount`, scattered. */
function share(drawn: number, salt: number): number {
  return (scatter(drawn, salt) >>> 0) / 2 ** 32;
}

const magnitudeIn = ([least, most]: Reach, at: number): number => least * (most / least) ** at;

const signOf = (drawn: number): number => (share(drawn, 1) < 0.5 ? -1 : 1);

/** Not too near the edge at -1. */
const lowest = -0.99;

/** Half of them have usual sizes, the others any size. */
export function anyMagnitude(reach: Reach, domain: Domain): Fresh {
  const usual: Reach = [Math.max(reach[0], 0.25), Math.min(reach[1], 4)];
  return (_, drawn) => {
    const size = magnitudeIn(share(drawn, 2) < 0.5 ? usual : reach, share(drawn, 3));
    const signed = signOf(drawn) * size;
    return domain === 'positive' || (domain === 'above -1' && signed < lowest) ? size : signed;
  };
}

/** More than the entries of any array. */
const places = 2 ** 18;
/** How many numbers of the grid lie at each place: every second is an operand's, so that none is a usual kink. */
const perPlace = 16;

/**
 * Usual numbers in a scattered order, no two alike: an array is a part of a grid, and the next operand lies between. Their
 * six decimals are written and read twice as fast as seventeen digits.
 */
export const spaced = (domain: Domain, operand: number): Fresh => {
  const [factor, own] = [0x9e3779b1 + 2 * operand, (2 * operand + 1) % perPlace];
  return (position) => {
    const place = (Math.imul(position + 1, factor) & (places - 1)) * perPlace + own;
    if (domain === 'real') return (place - (places * perPlace) / 2) / 500_000;
    return ((domain === 'nonzero' && position % 3 === 0 ? -1 : 1) * (place + 250_000)) / 1e6;
  };
};

/** How small and how large the arguments of an op may be. */
export function reachOf(step: Step, domain: Domain, { order, dtype }: Space): Reach {
  const { elementwise, kink } = factsOf(step);
  const own: Reach = entryOf(step.op).reach ?? (elementwise ? [1e-9, 1000] : [1e-3, 100]);
  const [least, most] = within(own, spanOf[dtype].fresh);
  if (domain === 'nonzero') return [Math.max(least, 0.125), most];
  const edged = order === 2 && (domain === 'positive' || kink !== 'none');
  return [edged ? Math.max(least, leastAtEdges) : least, most];
}

/** Second order is found by moving all entries together, and none may reach the edge of its domain or a kink. */
const leastAtEdges = 0.01;

/** Closer than this to a kink, differences cannot give second order. */
const nearest = { 1: 1e-9, 2: 1e-3 } as const;
const farthest = { 1: 1e-3, 2: 1e-2 } as const;

/** Numbers so close to a kink that one may be mistaken for it, or near ties. */
export function nearKinks(step: Step, operand: number, { order }: Space): Fresh {
  const near = (drawn: number) =>
    signOf(drawn) * magnitudeIn([nearest[order], farthest[order]], share(drawn, 4));
  const around = kinkOf(step).around(step);
  const fixed = factsOf(step).kink === 'tie' && operand === 0;
  return (position, drawn) => at(around, position % around.length) + (fixed ? 0 : near(drawn));
}

/** Cotangents and directions: in most dtypes from far below 1 to far above 100, with four digits. */
export function freshWeight(drawn: number, { dtype }: Space): number {
  const size = magnitudeIn(share(drawn, 6) < 0.5 ? [1.25, 8] : spanOf[dtype].weights, share(drawn, 7));
  return signOf(drawn) * Number(size.toPrecision(4));
}

/** Those of a long case, from 1 to 8, with four digits: were some tiny, a lost tail might not be seen. */
export const longWeight = (drawn: number): number =>
  (signOf(drawn) * (1000 + Math.trunc(7000 * share(drawn, 7)))) / 1000;
