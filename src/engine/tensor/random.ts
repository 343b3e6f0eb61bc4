import { numberAt, seeded, stateAfter } from '../kernels/random.js';

/**
 * A stream of random numbers, determined by its seed. Whatever draws takes one as an argument: there is no global
 * generator, so what one part of a program draws changes nothing for the others.
 */
export class Random {
  /** Its place in the stream. After restoring an earlier state it draws the same numbers again. */
  state: number;

  /** @throws {RangeError} when the seed is not an integer. */
  constructor(seed: number) {
    if (!Number.isInteger(seed)) throw new RangeError(`Random: the seed must be an integer, got ${seed}`);
    this.state = seeded(seed);
  }

  private next(): number {
    for (let run = current; run !== undefined; run = run.outer) {
      if (!run.beginnings.has(this)) run.beginnings.set(this, this.state);
    }
    this.state = stateAfter(this.state);
    return numberAt(this.state);
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

/** The streams that a run drew from, each with its earlier state. */
export type Beginnings = ReadonlyMap<Random, number>;

/** The runs in progress, the innermost first. */
interface Run {
  readonly beginnings: Map<Random, number>;
  readonly outer: Run | undefined;
}

let current: Run | undefined;

/** What `run` returns, and the earlier states of the streams that it drew from. */
export function withBeginnings<T>(run: () => T): { readonly result: T; readonly beginnings: Beginnings } {
  const beginnings = new Map<Random, number>();
  current = { beginnings, outer: current };
  try {
    return { result: run(), beginnings };
  } finally {
    current = current.outer;
  }
}

/** Within `run`, these streams begin at these states; afterwards they continue as if nothing had been drawn. */
export function drawingAgain<T>(beginnings: Beginnings, run: () => T): T {
  const now = [...beginnings.keys()].map((random) => [random, random.state] as const);
  for (const [random, state] of beginnings) random.state = state;
  try {
    return run();
  } finally {
    for (const [random, state] of now) random.state = state;
  }
}
