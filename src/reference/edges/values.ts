import type { BigNumber } from 'mathjs';

/** The entries of some arrays. */
export type Values = readonly (readonly BigNumber[])[];

/** An array before and after an entry of an input moves. */
export interface Pair {
  readonly before: readonly BigNumber[];
  readonly after: readonly BigNumber[];
}
