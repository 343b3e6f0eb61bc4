/** What becomes of the entries of one slice, in any arithmetic. */
import type { Arithmetic } from './arithmetic.js';
import type { Entries } from './kernels.js';

/** The sum of a term for each position of a slice. */
export function sumOf<T>(slice: Int32Array, m: Arithmetic<T>, term: (position: number) => T): T {
  let total = m.from(0);
  for (const position of slice) total = m.add(total, term(position));
  return total;
}

export const sum = <T>(x: Entries<T>, slice: Int32Array, m: Arithmetic<T>): T =>
  sumOf(slice, m, (at) => x[at] as T);

export function largest<T>(x: Entries<T>, slice: Int32Array, m: Arithmetic<T>): T {
  let top = x[slice[0] as number] as T;
  for (const position of slice) if (m.compare(x[position] as T, top) > 0) top = x[position] as T;
  return top;
}

/** log Σ eˣ = t + log Σ eˣ⁻ᵗ with t the largest x, so that no exponential overflows. */
export function logSumExp<T>(x: Entries<T>, slice: Int32Array, m: Arithmetic<T>): T {
  if (slice.length === 0) return m.from(Number.NEGATIVE_INFINITY);
  const top = largest(x, slice, m);
  return m.add(top, m.log(sumOf(slice, m, (at) => m.exp(m.subtract(x[at] as T, top)))));
}

/** The sum of squared distances from the slice's mean. */
export function squares<T>(x: Entries<T>, slice: Int32Array, m: Arithmetic<T>): T {
  const mean = m.divide(sum(x, slice, m), m.from(slice.length));
  return sumOf(slice, m, (at) => {
    const off = m.subtract(x[at] as T, mean);
    return m.multiply(off, off);
  });
}

/** (x - mean) / √(variance + eps) of each entry, by its position. */
export function standardized<T>(
  x: Entries<T>,
  slice: Int32Array,
  eps: T,
  m: Arithmetic<T>,
): (position: number) => T {
  const count = m.from(slice.length);
  const mean = m.divide(sum(x, slice, m), count);
  const deviation = m.sqrt(m.add(m.divide(squares(x, slice, m), count), eps));
  return (at) => m.divide(m.subtract(x[at] as T, mean), deviation);
}

/** The mean over the rows of logsumexp - x[label]. */
export function crossEntropy<T>(
  x: Entries<T>,
  rows: readonly Int32Array[],
  labels: readonly number[],
  m: Arithmetic<T>,
): T {
  let total = m.from(0);
  rows.forEach((row, index) => {
    const ofLabel = x[row[labels[index] as number] as number] as T;
    total = m.add(total, m.subtract(logSumExp(x, row, m), ofLabel));
  });
  return m.divide(total, m.from(rows.length));
}
