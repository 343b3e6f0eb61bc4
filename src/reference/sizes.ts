/** Of numbers. */

/** The largest size of an entry. */
export function largestIn(entries: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < entries.length; k++) most = Math.max(most, Math.abs(entries[k] as number));
  return most;
}
