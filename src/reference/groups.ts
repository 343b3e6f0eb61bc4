/** The dependency groups of ops whose output entries read an entry each, a slice each, or all entries. */
import { at } from '../case/at.js';
import { sizeOf } from '../case/shape.js';
import type { Step } from '../case/vocabulary.js';
import type { Where } from './entry.js';

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

/** The only output entry depends on all. */
export const ofAll = ({ shapes, argument }: Where<Step>): Group[] =>
  Array.from({ length: sizeOf(at(shapes, argument)) }, (_, at) => Int32Array.of(at));
