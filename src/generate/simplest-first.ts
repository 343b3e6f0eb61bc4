import fc from 'fast-check';

/** One of a list, each entry equally likely; shrinks toward the front. (`fc.constantFrom` tries the first alone.) */
export const simplestFirst = <T>(list: readonly T[]): fc.Arbitrary<T> =>
  fc.nat({ max: list.length - 1 }).map((index) => list[index] as T);
