import { uniform } from './kernels/random.js';

/**
 * A stream of random numbers that its seed decides. Whatever draws takes one as an argument: there is none that
 * everybody shares, so what one part of a program draws changes nothing for the others.
 */
export class Random {
  private readonly next: () => number;

  /** @throws {RangeError} when the seed is no integer. */
  constructor(seed: number) {
    if (!Number.isInteger(seed)) throw new RangeError(`Random: the seed must be an integer, got ${seed}`);
    this.next = uniform(seed);
  }

  /** From `low` to below `high`. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * this.next();
  }

  /** Normally distributed: Box and Muller's transform of two uniform numbers. */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next())); // 1 − u is never 0
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.next());
  }

  /** An integer from 0 to below `count`. */
  integer(count: number): number {
    return Math.floor(this.uniform(0, count));
  }

  /** 0, 1, … count − 1 in random order: Fisher and Yates' shuffle. */
  permutation(count: number): number[] {
    const order = Array.from({ length: count }, (_, index) => index);
    for (let last = count - 1; last > 0; last--) {
      const chosen = this.integer(last + 1);
      [order[last], order[chosen]] = [order[chosen] as number, order[last] as number];
    }
    return order;
  }
}
