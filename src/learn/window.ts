/** A page in a terminal that has fewer rows: its top first, and the rest at a key. What is below the page stays in sight. */
import { stripVTControlCharacters } from 'node:util';
import { widthOf } from '../formats/width.js';
import type { Style } from './style.js';

export interface Window {
  readonly lines: readonly string[];
  /** The first line of the page that is shown. */
  readonly from: number;
  /** How many lines of the page are shown. */
  readonly shown: number;
}

/** However much is below it, so many rows of a page are shown. */
const fewest = 3;

/**
 * @param footer lines that are always shown
 * @param rows of the terminal; the cursor takes the last one
 * @param from the first line to be shown; where less than a window would be left, an earlier one is
 */
export function windowOn(
  page: readonly string[],
  footer: readonly string[],
  rows: number,
  from: number,
  { columns, paint, texts }: Style,
): Window {
  const heights = page.map((line) => rowsOf(line, columns));
  const room = rows - 1 - footer.reduce((sum, line) => sum + rowsOf(line, columns), 0);
  const whole = fitting(heights, room);
  if (whole === page.length) return { lines: [...page, ...footer], from: 0, shown: whole };
  const within = Math.max(fewest, room - 1);
  const last = page.length - fitting(heights.toReversed(), within);
  const first = Math.max(0, Math.min(from, last));
  const shown = fitting(heights.slice(first), within);
  const below = page.length - first - shown;
  const marks = [
    ...(first > 0 ? [`↑ ${texts.learn.above(first)}`] : []),
    ...(below > 0 ? [`↓ ${texts.learn.below(below)}`] : []),
  ];
  const mark = paint('yellow', marks.join('   '));
  return { lines: [...page.slice(first, first + shown), mark, ...footer], from: first, shown };
}

/** Turns the page: two lines stay, to go on reading from. */
export const turned = ({ from, shown }: Window, name: 'up' | 'down'): number =>
  name === 'down' ? from + Math.max(1, shown - 2) : from - Math.max(1, shown - 2);

/** How many of the first lines have room; at least one. */
function fitting(heights: readonly number[], room: number): number {
  let [count, used] = [0, 0];
  for (const height of heights) {
    used += height;
    if (used > room) break;
    count++;
  }
  return Math.max(1, count);
}

const rowsOf = (line: string, columns: number): number =>
  Math.max(1, Math.ceil(widthOf(stripVTControlCharacters(line)) / columns));
