/** How the time grows with what a program has more of. */
import type { Kept } from './kept.js';
import type { Program } from './programs.js';
import { measure, type Row, samplesOf } from './rounds.js';
import { spreadOf } from './spread.js';
import type { Subject } from './subjects.js';

export interface Curve {
  readonly program: string;
  readonly grows: string;
  readonly points: Row[];
}

/** Microseconds of a run, after which a subject is not asked for larger sizes. */
const longest = 1_000_000;
const dtype = 'float64';

/** Adds the points; a subject that has become slow, or that failed, is left out of the larger sizes. */
export async function measureCurve(
  { points }: Curve,
  program: Program,
  subjects: readonly Subject[],
  rounds: number,
  kept: Kept,
): Promise<void> {
  let left = subjects;
  for (const size of program.curve?.sizes ?? []) {
    const row = await kept.piece(`curve ${program.name} ${size}`, () =>
      measure(left, { program, size, dtype }, { rounds, generations: 1 }),
    );
    points.push(row);
    left = left.filter(({ name }) => {
      const cell = row.cells.find(({ subject }) => subject === name);
      const samples = cell === undefined ? [] : samplesOf(cell);
      return samples.length > 0 && spreadOf(samples).median < longest;
    });
  }
}
