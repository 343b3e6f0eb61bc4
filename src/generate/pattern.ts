/** Lists of small numbers for attributes such as masks, labels and indices. */
import fc from 'fast-check';

/** The number of a pattern. Drawn as one number, a list shrinks in a few steps, not entry by entry. */
export const pattern = fc.nat({ max: 63 });

/** `count` aperiodic numbers below `most`: 1, 0, 1, 1, … */
export const scattered = (drawn: number, count: number, most: number): number[] =>
  Array.from({ length: count }, (_, at) => {
    const mixed = Math.imul(at + 1 + 97 * drawn, 0x9e3779b1);
    return Math.floor(((mixed ^ (mixed >>> 15)) >>> 0) / (2 ** 32 / most));
  });
