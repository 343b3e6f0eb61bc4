/** The dependency groups of ops whose output entries read an entry each, a slice each, or all entries. */
import { at } from '../case/at.js';
import { sizeOf } from '../case/shape.js';
import type { Step } from '../case/vocabulary.js';
import type { Where } from './entry.js';
import { nowhere } from './slices.js';

/** For each output entry, the position in the argument that it depends on within one group, or `nowhere`. */
export type Group = Int32Array;

/** Each output entry depends on the one that it reads. */
export const onePosition = ({ layout, argument }: Where<Step>): Group[] => [
  layout.positions[argument] as Group,
];

/** Each output entry depends on a slice. */
export const ofReduction = ({ layout: { slices } }: Pick<Where<Step>, 'layout'>): Group[] =>
  Array.from({ length: slices[0]?.length ?? 0 }, (_, i) =>
    Int32Array.from(slices, (slice) => slice[i] as number),
  );

/** Each output entry depends on the slice that it lies in. */
export const ofNormalization = ({ layout: { slices }, shapes }: Where<Step>): Group[] =>
  Array.from({ length: slices[0]?.length ?? 0 }, (_, i) => {
    const group = new Int32Array(sizeOf(at(shapes, 0)));
    for (const slice of slices) for (const position of slice) group[position] = slice[i] as number;
    return group;
  });

/** An entry depends on those of its slice up to its own. */
export const ofPrefixes = ({ layout: { slices }, shapes }: Where<Step>): Group[] =>
  Array.from({ length: slices[0]?.length ?? 0 }, (_, i) => {
    const group = new Int32Array(sizeOf(at(shapes, 0))).fill(nowhere);
    for (const slice of slices)
      for (const position of slice.subarray(i)) group[position] = slice[i] as number;
    return group;
  });

/** The only output entry depends on all. */
export const ofAll = ({ shapes, argument }: Where<Step>): Group[] =>
  Array.from({ length: sizeOf(at(shapes, argument)) }, (_, at) => Int32Array.of(at));

/** Each output entry depends on what it reads. */
export const ofReading = ({ layout: { reads }, argument, shapes }: Where<Step>): Group[] =>
  coloured(at(reads, argument), sizeOf(at(shapes, argument)));

/**
 * Groups of an argument of this size, of which each output entry reads these positions. They are coloured one after
 * another, each with the first colour that no other has with which it meets in an output entry.
 */
export function coloured(reads: readonly ArrayLike<number>[], size: number): Group[] {
  const groups: Group[] = [];
  readersOf(reads, size).forEach((outputs, position) => {
    let colour = 0;
    while (outputs.some((k) => (groups[colour]?.[k] ?? nowhere) !== nowhere)) colour++;
    const group = groups[colour] ?? new Int32Array(reads.length).fill(nowhere);
    groups[colour] = group;
    for (const k of outputs) group[k] = position;
  });
  return groups;
}

/** For each position, the output entries that read it. */
function readersOf(reads: readonly ArrayLike<number>[], size: number): number[][] {
  const readers = Array.from({ length: size }, (): number[] => []);
  reads.forEach((positions, k) => {
    for (const position of Array.from(positions)) readers[position]?.push(k);
  });
  return readers;
}
