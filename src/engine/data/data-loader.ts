import { at } from '../../case/at.js';
import type { DType } from '../../case/tensor-data.js';
import type { Random } from '../tensor/random.js';
import { type Tensor, tensor } from '../tensor/tensor.js';
import type { Dataset, Example } from './dataset.js';

/** How a DataLoader makes batches. */
export interface DataLoaderOptions {
  readonly batchSize?: number;
  /** Draws the order of the examples anew for each iteration; without it they keep their own order. */
  readonly shuffle?: Random;
  /** Whether to leave out a last batch that is not full. */
  readonly dropLast?: boolean;
  readonly dtype?: DType;
}

/** One tensor per column, of shape (batch, …). */
export type Batch<E extends Example> = { readonly [K in keyof E]: Tensor };

/** Batches of a dataset, as often as it is iterated: `for (const [features, labels] of loader)`. */
export class DataLoader<E extends Example> {
  private readonly batchSize: number;

  /** @throws {RangeError} when the batch size is not an integer above 0 */
  constructor(
    private readonly dataset: Dataset<E>,
    private readonly options: DataLoaderOptions = {},
  ) {
    this.batchSize = options.batchSize ?? 1;
    if (!Number.isInteger(this.batchSize) || this.batchSize < 1) {
      throw new RangeError(`DataLoader: batchSize must be an integer above 0, got ${this.batchSize}`);
    }
  }

  /** The number of batches. */
  get length(): number {
    const batches = this.dataset.length / this.batchSize;
    return this.options.dropLast === true ? Math.floor(batches) : Math.ceil(batches);
  }

  *[Symbol.iterator](): Generator<Batch<E>> {
    const { length } = this.dataset;
    const order = this.options.shuffle?.permutation(length) ?? Array.from({ length }, (_, index) => index);
    for (let batch = 0; batch < this.length; batch++) {
      const positions = order.slice(batch * this.batchSize, (batch + 1) * this.batchSize);
      yield this.stacked(positions.map((position) => this.dataset.get(position)));
    }
  }

  /** The columns of some examples, each as one tensor. */
  private stacked(examples: readonly E[]): Batch<E> {
    const { dtype = 'float64' } = this.options;
    const columns = at(examples, 0).map((_, column) =>
      tensor(
        examples.map((example) => at(example, column)),
        { dtype },
      ),
    );
    return columns as Batch<E>;
  }
}
