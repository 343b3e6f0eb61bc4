import type { Nested } from '../tensor/nested.js';

/** One number or nested array per column, as in `[features, label]`. */
export type Example = readonly Nested[];

/** Examples by their position. */
export interface Dataset<E extends Example = Example> {
  readonly length: number;
  /** @param index from 0 to below `length` */
  get(index: number): E;
}
