/** Middles and spreads of samples, and of their ratios. */

export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** The quartiles. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (part: number) => {
    const place = part * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    if (below === undefined || above === undefined) throw new Error('a spread needs a sample at least');
    return below + (above - below) * (place % 1);
  };
  return { low: at(1 / 4), median: at(1 / 2), high: at(3 / 4) };
}

/** Of samples that were taken in the same rounds. */
export const ratioOf = (ours: readonly number[], theirs: readonly number[]): Spread =>
  spreadOf(ours.slice(0, theirs.length).map((each, round) => each / (theirs[round] as number)));
