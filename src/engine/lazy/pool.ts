/** Arrays whose values nobody needs any more, for others of their size. */
import type { DType } from '../../case/tensor-data.js';
import { allocate, bytesPerEntry, type Entries } from '../tensor/ndarray.js';

export class Pool {
  private readonly free = new Map<string, Entries[]>();
  private readonly own = new WeakSet<Entries>();
  /** How many bytes were ever allocated here. */
  bytes = 0;

  /** An array with any values in it. */
  take(dtype: DType, size: number): Entries {
    const known = this.free.get(keyOf(dtype, size))?.pop();
    if (known !== undefined) return known;
    const made = allocate(dtype, size);
    this.bytes += made.byteLength;
    this.own.add(made);
    return made;
  }

  /** Takes an array back that was made here; of others, an op makes new ones anyway. */
  give(dtype: DType, entries: Entries): void {
    if (!this.own.has(entries)) return;
    const key = keyOf(dtype, entries.length);
    const others = this.free.get(key);
    if (others === undefined) this.free.set(key, [entries]);
    else others.push(entries);
  }
}

const keyOf = (dtype: DType, size: number): string => `${bytesPerEntry(dtype)}:${size}`;
