/** Two matrices as text, what was expected beside what came, with the entries that differ in brackets. */
import { at } from '../case/at.js';

export interface Entry {
  readonly expected: number;
  readonly got: number;
  readonly isWrong: boolean;
}

interface Labels {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

/** More rows or columns than these are left out: the rest is said in a line. */
const most = { rows: 24, columns: 12 } as const;

/** Wider than this, they stand one below the other. */
const widest = 100;

export function drawn(entries: readonly (readonly Entry[])[], labels: Labels): string {
  const shown = entries.slice(0, most.rows).map((row) => row.slice(0, most.columns));
  const columns = labels.columns.slice(0, most.columns);
  const matrices = (['expected', 'got'] as const).map((which) =>
    aligned([
      ['', ...columns],
      ...shown.map((row, index) => [
        at(labels.rows, index),
        ...row.map((entry) => written(entry[which], entry)),
      ]),
    ]),
  );
  const [expected = [], got = []] = matrices;
  const width = expected[0]?.length ?? 0;
  const beside = [
    `${'expected'.padEnd(width)}   got`,
    ...expected.map((line, index) => `${line}   ${got[index]}`),
  ];
  const below = ['expected', ...expected, '', 'got', ...got];
  const isWide = beside.some((line) => line.length > widest);
  return [...(isWide ? below : beside), ...leftOut(entries)].map((line) => line.trimEnd()).join('\n');
}

/** A wrong entry stands in brackets in both. */
function written(number: number, { isWrong }: Entry): string {
  const text = Object.is(number, -0) ? '0' : String(Number(number.toPrecision(6)));
  return isWrong ? `[${text}]` : ` ${text} `;
}

/** The first column to the left, the others to the right; a label ends where the digits do. */
function aligned(table: readonly (readonly string[])[]): string[] {
  const [head = [], ...body] = table;
  const rows = [head.map((label, index) => (index === 0 ? label : `${label} `)), ...body];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => at(row, column).length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(at(widths, 0)) : cell.padStart(at(widths, column))))
      .join(' '),
  );
}

function leftOut(entries: readonly (readonly Entry[])[]): string[] {
  const [rows, columns] = [entries.length, entries[0]?.length ?? 0];
  if (rows <= most.rows && columns <= most.columns) return [];
  return [
    `These are the first ${Math.min(rows, most.rows)} of ${rows} rows and the first ${Math.min(columns, most.columns)} of ${columns} columns.`,
  ];
}
