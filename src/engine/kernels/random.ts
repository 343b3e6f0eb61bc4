/** Uniform numbers from 0 to below 1 that a seed decides: mulberry32, by Tommy Ettinger, of the public domain. */
export function uniform(seed: number): () => number {
  // The state has 32 bits. What a larger seed has beyond them is mixed in, so that it counts as well.
  let state = seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
