/** The op × law matrix for a terminal. */
import { at } from '../../case/at.js';
import { plainLine } from '../../formats/printable.js';
import { findings, laws } from '../../verify/index.js';
import { type Counts, isBroken, kinds, type OracleReport } from '../report.js';

export type Paint = (colour: 'bold' | 'dim' | 'red' | 'green' | 'yellow', text: string) => string;

/** The laws that gave any verdict on any row, in order. */
export const lawsOf = (report: OracleReport): string[] =>
  [...findings, ...laws]
    .map(({ id }) => id)
    .filter((id) => rowsOf(report).some((row) => report.matrix[row]?.[id]));

const isUnsupported = (row: Readonly<Record<string, Counts>> = {}): boolean =>
  Object.values(row).every((counts) => kinds.every((kind) => kind === 'unsupported' || counts[kind] === 0));

/** The rows in which anything was checked. */
export const rowsOf = ({ matrix }: OracleReport): string[] =>
  Object.keys(matrix).filter((row) => !isUnsupported(matrix[row]));

/** A sentence for each thing that was not checked, so that nothing is left out silently. */
export function notChecked({ matrix, implementation, brokeOff }: OracleReport): string[] {
  const rows = Object.keys(matrix).filter((row) => isUnsupported(matrix[row]));
  const { limits } = implementation;
  return [
    ...(rows.length > 0 ? [`Not supported, and not checked: ${rows.join(', ')}.`] : []),
    ...(limits.length > 0
      ? [`Not checked, because the adapter takes no such cases: ${limits.join(', ')}.`]
      : []),
    ...(brokeOff === undefined ? [] : [`Not finished: ${brokeOff}`]),
  ];
}

/** A cell in a word: how many cases agreed, or how many did not. */
export function cellOf(counts: Counts | undefined): string {
  if (counts === undefined) return '';
  if (isBroken(counts)) return `✗ ${counts.disagree + counts.crashed + counts.timeout}`;
  if (counts.agree > 0) return `✓ ${counts.agree}`;
  return counts.inconclusive > 0 ? `? ${counts.inconclusive}` : '– not run';
}

export function matrixText(report: OracleReport, paint: Paint): string {
  const names = lawsOf(report);
  const rows = rowsOf(report);
  const first = Math.max(...rows.map((row) => row.length), 0);
  const widths = names.map((id) =>
    Math.max(id.length, ...rows.map((row) => cellOf(report.matrix[row]?.[id]).length)),
  );
  const header = names.map((id, column) => id.padStart(at(widths, column))).join('  ');
  const lines = rows.map((row) => {
    const cells = names.map((id, column) => {
      const counts = report.matrix[row]?.[id];
      return paint(colourOf(counts), cellOf(counts).padStart(at(widths, column)));
    });
    return `${plainLine(row).padEnd(first)}  ${cells.join('  ')}`.trimEnd();
  });
  return [paint('bold', `${' '.repeat(first)}  ${header}`), ...lines].join('\n');
}

function colourOf(counts: Counts | undefined): 'red' | 'green' | 'yellow' | 'dim' {
  if (counts === undefined) return 'dim';
  if (isBroken(counts)) return 'red';
  if (counts.agree > 0) return 'green';
  return counts.inconclusive > 0 ? 'yellow' : 'dim';
}
