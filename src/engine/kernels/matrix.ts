import type { Entries } from '../tensor/ndarray.js';

/** A matrix within an array: its entry (i, j) is entries[start + i·row + j·column]. */
export interface Matrix {
  readonly entries: Entries;
  readonly start: number;
  readonly row: number;
  readonly column: number;
}

/** Of A (n, k) and B (k, m). */
export interface Sizes {
  readonly n: number;
  readonly k: number;
  readonly m: number;
}

/**
 * Writes A·B, row after row, to the target from `at` on. The terms of an entry are added one after another in the order of
 * the summed index, from 0. In float32 each product and each sum is rounded, as vectors of float32 do; else nothing is, beyond
 * doubles. So all implementations give the same bits.
 */
export type Multiply = (a: Matrix, b: Matrix, sizes: Sizes, target: Entries, at: number) => void;
