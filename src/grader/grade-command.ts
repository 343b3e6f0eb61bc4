/** The command that grades an exercise again: the same seed and assignment draw the same cases. */

import type { Kinks } from '../case/kinks.js';
import { shellQuoted } from '../formats/shell-quoted.js';
import type { AdapterCommand } from './adapter/command.js';

export interface GradedAgain {
  /** The exercise, or the part of one. */
  readonly only: string;
  readonly submission?: string | undefined;
  /** The file or the name of the assignment; none for the whole course. */
  readonly assignment?: string | undefined;
  /** The folder of an instructor's own exercise, if no assignment has it. */
  readonly exercise?: string | undefined;
  readonly adapter?: AdapterCommand | undefined;
  readonly seed: number;
  readonly runs: number;
  readonly kinks?: Kinks | undefined;
  /**
   * What the command begins with instead of `npx backproof grade`, submission and assignment, such as `npm test --`.
   */
  readonly command?: string | undefined;
  /** Whether the case to show is a hidden one. */
  readonly reveal: boolean;
}

export function gradeCommand({
  only,
  submission,
  assignment,
  exercise,
  adapter,
  command,
  ...draw
}: GradedAgain): string {
  const slopes = Object.entries(draw.kinks ?? {}).map(([op, slope]) => `${op}=${slope}`);
  const drawn = [
    ...['--only', only, '--seed', String(draw.seed), '--runs', String(draw.runs)],
    ...(slopes.length === 0 ? [] : ['--kinks', slopes.join(',')]),
  ];
  // Students cannot draw hidden cases: that command is for teachers.
  if (command !== undefined && !draw.reveal) return `${command} ${shellQuoted(drawn)}`;
  const graded = [
    ...(submission === undefined ? [] : [submission]),
    ...(assignment === undefined ? [] : ['--assignment', assignment]),
    ...(assignment !== undefined || exercise === undefined ? [] : ['--exercise', exercise]),
    ...(adapter === undefined ? [] : ['--with', adapter.text]),
  ];
  return `npx backproof grade ${shellQuoted([...graded, ...drawn, ...(draw.reveal ? ['--reveal'] : [])])}`;
}
