/** Which of many entries are wrong: a comparison of them all names the first one alone. */
import { at } from '../case/at.js';
import type { DType } from '../case/tensor-data.js';
import { compare, type Expected } from './tolerance.js';

/** The positions of the entries that are outside their tolerance. */
export function wrongEntries(expected: Expected, got: readonly number[], dtype: DType): number[] {
  const isWrong = (entry: number) =>
    compare(entryOf(expected, entry), [at(got, entry)], dtype).kind === 'wrong';
  return got.flatMap((_, entry) => (isWrong(entry) ? [entry] : []));
}

const entryOf = ({ value, error, rounding, magnitude, spread }: Expected, entry: number): Expected => {
  const one = (list: ArrayLike<number>) => [list[entry] as number];
  return {
    value: one(value),
    rounding: one(rounding),
    ...(error && { error: one(error) }),
    ...(magnitude && { magnitude: one(magnitude) }),
    ...(spread && { spread: one(spread) }),
  };
};
