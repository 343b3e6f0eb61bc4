/** How the time grows with what a program has more of. */

import { programs } from './programs.js';
import { type Asked, measure, type Row } from './rounds.js';
import { spreadOf } from './spread.js';
import type { Subject } from './subjects.js';

export interface Curve {
  readonly program: string;
  readonly grows: string;
  readonly points: readonly Row[];
}

/** Microseconds of a run, after which a subject is not asked for larger sizes. */
const longest = 1_000_000;
const dtype = 'float64';

/** A subject that has become slow, or that failed, is left out of the larger sizes. */
export async function curveOf(
  name: string,
  subjects: readonly Subject[],
  rounds: number,
  notes: { readonly row: (row: Row) => void; readonly stopped: () => boolean },
): Promise<Curve | undefined> {
  const program = programs.find((each) => each.name === name);
  if (program?.curve === undefined) return undefined;
  const points: Row[] = [];
  let left = subjects;
  for (const size of program.curve.sizes) {
    if (notes.stopped() || left.length === 0) break;
    const asked: Asked = { program, size, dtype };
    const row = await measure(left, asked, rounds);
    notes.row(row);
    points.push(row);
    left = left.filter((_, at) => {
      const samples = row.cells[at]?.samples ?? { skipped: '' };
      return !('skipped' in samples) && spreadOf(samples).median < longest;
    });
  }
  return { program: name, grows: program.curve.grows, points };
}
