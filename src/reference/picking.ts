/** Ops that pick entries by their size: where each output entry comes from depends on the values. */
import type { Arithmetic } from './arithmetic.js';
import type { Entries } from './entry.js';

/** How a step picks. */
export interface Picking {
  readonly smallestFirst: boolean;
  /** Every entry of a slice is picked, in this order; otherwise only the first. */
  readonly all: boolean;
}

/** The positions of a slice in the order of picking; equal entries keep their order. */
export function ranked<T>(
  { smallestFirst }: Picking,
  x: Entries<T>,
  slice: Int32Array,
  m: Pick<Arithmetic<T>, 'compare'>,
): number[] {
  const sign = smallestFirst ? 1 : -1;
  return Array.from(slice).sort((a, b) => sign * m.compare(x[a] as T, x[b] as T));
}

/** The one that is picked first. */
export function firstRanked<T>(
  { smallestFirst }: Picking,
  x: Entries<T>,
  slice: Int32Array,
  m: Pick<Arithmetic<T>, 'compare'>,
): number {
  const sign = smallestFirst ? 1 : -1;
  let first = slice[0] as number;
  for (const at of slice) if (sign * m.compare(x[at] as T, x[first] as T) < 0) first = at;
  return first;
}

/**
 * For each output entry, the positions that it may be read from: one, or all that tie there.
 * @param slack how far each entry may be off; entries tie if they are closer than both slacks together.
 */
export function candidatesOf(
  picking: Picking,
  slices: readonly Int32Array[],
  x: Entries<number>,
  slack: (position: number) => number,
): (readonly number[])[] {
  const out: (readonly number[])[] = [];
  slices.forEach((slice, index) => {
    const groups = tied(ranked(picking, x, slice, { compare: (a, b) => a - b }), x, slack);
    if (picking.all) {
      const byRank = groups.flatMap((group) => group.map(() => group));
      slice.forEach((at, rank) => {
        out[at] = byRank[rank] as readonly number[];
      });
    } else out[index] = groups[0] ?? [];
  });
  return out;
}

/** Neighbours in rank that tie, together. */
function tied(order: readonly number[], x: Entries<number>, slack: (position: number) => number): number[][] {
  const groups: number[][] = [];
  order.forEach((at, rank) => {
    const before = order[rank - 1];
    const gap = before === undefined ? Number.NaN : Math.abs((x[at] as number) - (x[before] as number));
    if (before !== undefined && gap <= slack(at) + slack(before)) groups.at(-1)?.push(at);
    else groups.push([at]);
  });
  return groups;
}

/** Whether picking, in which no entries tied, still takes the same ones. */
export function picksAs(
  { smallestFirst, all }: Picking,
  slices: readonly Int32Array[],
  picked: readonly number[],
): (x: Entries<number>) => boolean {
  const sign = smallestFirst ? 1 : -1;
  const precedes = (x: Entries<number>, a: number, b: number) =>
    sign * ((x[b] as number) - (x[a] as number)) > 0;
  if (!all)
    return (x) =>
      slices.every((slice, k) =>
        slice.every((at) => at === picked[k] || precedes(x, picked[k] as number, at)),
      );
  return (x) =>
    slices.every((slice) =>
      slice.every(
        (at, rank) =>
          rank === 0 || precedes(x, picked[slice[rank - 1] as number] as number, picked[at] as number),
      ),
    );
}

/** The position that each output entry is read from; undefined if entries tie. */
export function pickedPositions(
  picking: Picking,
  slices: readonly Int32Array[],
  x: Entries<number>,
): readonly number[] | undefined {
  const candidates = candidatesOf(picking, slices, x, () => 0);
  if (candidates.some(({ length }) => length > 1)) return undefined;
  return candidates.map(([only]) => only as number);
}
