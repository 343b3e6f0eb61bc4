import fc from 'fast-check';

/** An entry of a list, each equally likely; shrinks toward the front. (`fc.constantFrom` only tries the first.) */
export const simplestFirst = <T>(list: readonly T[]): fc.Arbitrary<T> =>
  fc.nat({ max: list.length - 1 }).map((index) => list[index] as T);
