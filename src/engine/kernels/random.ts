/**
 * Uniform numbers from 0 to below 1, determined by a seed: mulberry32, by Tommy Ettinger, in the public domain. Its
 * state is one 32-bit integer.
 */

/** The initial state for a seed. Bits of a larger seed beyond 32 are mixed in, so that they count as well. */
export const seeded = (seed: number): number => seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b9);

export const stateAfter = (state: number): number => (state + 0x6d2b79f5) | 0;

/** The number that stands for a state. */
export function numberAt(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

export function uniform(seed: number): () => number {
  let state = seeded(seed);
  return () => {
    state = stateAfter(state);
    return numberAt(state);
  };
}
