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

/** Of samples by round; rounds in which either had no turn do not count. */
export function ratioOf(
  ours: readonly (number | null)[],
  theirs: readonly (number | null)[],
): Spread | undefined {
  const ratios = ours.flatMap((above, round) => {
    const below = theirs[round];
    return above === null || below === null || below === undefined ? [] : [above / below];
  });
  return ratios.length === 0 ? undefined : spreadOf(ratios);
}
