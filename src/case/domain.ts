/** Where numbers lie in the domains of arguments. */
import type { Domain } from './ops/entry.js';

/** How far a number is from the number that a domain leaves out, with the sign of the side; 1 if none is left out. */
export const fromEdge = (x: number, domain: Domain): number =>
  domain === 'real' ? 1 : domain === 'above -1' ? x + 1 : x;

export const isInside = (x: number, domain: Domain): boolean =>
  domain === 'nonzero' ? x !== 0 : fromEdge(x, domain) > 0;
