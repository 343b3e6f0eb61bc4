import type { Entries } from './entry.js';

/** The values around a step, and how far an implementation's values may be off, in units of its roundoff u. */
export interface StepValues {
  readonly args: readonly Entries<number>[];
  readonly out: readonly number[];
  readonly roundings: readonly Float64Array[];
  readonly u: number;
}
