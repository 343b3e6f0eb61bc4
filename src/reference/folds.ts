/** Kernels that work slice by slice, in any arithmetic. */
import { type Arithmetic, float64 } from './arithmetic.js';
import type { Entries, Kernel } from './entry.js';

/** Of more terms than this, what every addition rounds off is added, too. */
export const many = 64;

/**
 * The sum of a term for each position of a slice. Of many terms it is Neumaier's (1974), which is off by a few roundings of
 * the terms' sizes; a plain one may round in the same direction a thousand times.
 */
export function sumOf<T>(slice: Int32Array, m: Arithmetic<T>, term: (position: number) => T): T {
  let total = m.from(0);
  if (slice.length <= many) {
    for (const position of slice) total = m.add(total, term(position));
    return total;
  }
  let lost = m.from(0);
  for (const position of slice) {
    const next = term(position);
    const sum = m.add(total, next);
    const [larger, smaller] = m.compare(m.abs(total), m.abs(next)) >= 0 ? [total, next] : [next, total];
    lost = m.add(lost, m.add(m.subtract(larger, sum), smaller));
    total = sum;
  }
  return m.isFinite(total) ? m.add(total, lost) : total;
}

export const sum = <T>(x: Entries<T>, slice: Int32Array, m: Arithmetic<T>): T =>
  sumOf(slice, m, (at) => x[at] as T);

/** The same in doubles, bit for bit, without a function call for each term. */
export function sumOfDoubles(x: Entries<number>, slice: Int32Array): number {
  if (slice.length > many) return sum(x, slice, float64);
  let total = 0;
  for (const at of slice) total += x[at] as number;
  return total;
}

/** One output entry per slice. */
export function reduction<T>(
  slices: readonly Int32Array[],
  collapse: (x: Entries<T>, slice: Int32Array) => T,
): Kernel<T> {
  return ([x], out) => {
    for (let k = 0; k < out.length; k++) out[k] = collapse(x as Entries<T>, slices[k] as Int32Array);
  };
}

/** One output entry per position. */
export function normalization<T>(
  slices: readonly Int32Array[],
  prepare: (x: Entries<T>, slice: Int32Array) => (position: number) => T,
): Kernel<T> {
  return ([x], out) => {
    for (const slice of slices) {
      const entry = prepare(x as Entries<T>, slice);
      for (const position of slice) out[position] = entry(position);
    }
  };
}

/** What the entries of a slice come to, up to each position. */
export const running = <T>(
  slices: readonly Int32Array[],
  start: T,
  combine: (total: T, entry: T) => T,
): Kernel<T> =>
  normalization(slices, (x, slice) => {
    let total = start;
    const totals = new Map<number, T>();
    for (const at of slice) {
      total = combine(total, x[at] as T);
      totals.set(at, total);
    }
    return (at) => totals.get(at) as T;
  });
