import { at } from '../../case/at.js';
import { ShapeError } from '../../case/shape.js';
import type { Nested } from '../tensor/nested.js';
import type { Dataset } from './dataset.js';

type Columns = readonly (readonly Nested[])[];
type ExampleOf<C extends Columns> = { readonly [K in keyof C]: Nested };

/** Columns of one length: example i holds entry i of each column. Needle's NDArrayDataset. */
export class ArrayDataset<C extends Columns> implements Dataset<ExampleOf<C>> {
  readonly length: number;
  private readonly columns: C;

  /** @throws {ShapeError} without columns, or when their lengths differ */
  constructor(...columns: C) {
    const lengths = columns.map((column) => column.length);
    if (new Set(lengths).size !== 1) {
      throw new ShapeError(
        `ArrayDataset: expected columns of one length, got ${lengths.length === 0 ? 'none' : lengths.join(' and ')}`,
      );
    }
    this.columns = columns;
    this.length = at(lengths, 0);
  }

  get(index: number): ExampleOf<C> {
    return this.columns.map((column) => column[index]) as ExampleOf<C>;
  }
}
