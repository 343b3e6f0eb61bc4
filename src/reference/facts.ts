/** Facts that hold for many ops: families start from these, and their entries say what differs. */
import type { Facts } from './entry.js';
import { plain } from './rounding.js';

export const curved: Facts = {
  slopes: 'curved over its size',
  exact: false,
  gathers: false,
  cancels: false,
  rounding: plain,
  shares: false,
  shiftInvariant: false,
  cheap: false,
};
export const straight: Facts = { ...curved, slopes: 'constant', cheap: true };
export const exact: Facts = { ...straight, exact: true };
export const choosing: Facts = { ...exact, shares: true };
export const gathering: Facts = { ...curved, gathers: true, cancels: true };
