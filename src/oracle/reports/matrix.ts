/** The op × law matrix for a terminal. */
import { at } from '../../case/at.js';
import { joined } from '../../formats/joined.js';
import { plainLine } from '../../formats/printable.js';
import { findings, laws } from '../../verify/index.js';
import { type NotRun, notRunLines } from '../not-run.js';
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
export function notChecked({ matrix, implementation, brokeOff, notRun = [] }: OracleReport): string[] {
  const rows = Object.keys(matrix).filter((row) => isUnsupported(matrix[row]));
  const { limits } = implementation;
  return [
    ...(rows.length > 0 ? [`Not supported, and not checked: ${rows.join(', ')}.`] : []),
    ...(limits.length > 0
      ? [`Not checked, because the adapter takes no such cases: ${limits.join(', ')}.`]
      : []),
    ...reasonLines(notRun.filter(({ row, lacks }) => lacks !== 'op' || !rows.includes(row))),
    ...(brokeOff === undefined ? [] : [`Not finished: ${brokeOff}`]),
  ];
}

/** Of the rows that were checked: what is missing altogether is listed by name. */
function reasonLines(notRun: readonly NotRun[]): string[] {
  const lines = notRunLines(notRun);
  return lines.length === 0 ? [] : ['Not run, or not for every law:', ...lines];
}

/** A cell in a word: how many cases agreed, or how many of all did not; and how many could not be decided. */
export function cellOf(counts: Counts | undefined): string {
  if (counts === undefined) return '';
  const { agree, disagree, crashed, timeout, inconclusive } = counts;
  const undecided = inconclusive > 0 ? `? ${inconclusive}` : '';
  const wrong = disagree + crashed + timeout;
  if (wrong > 0) return joined([`✗ ${wrong}/${wrong + agree + inconclusive}`, undecided], ' ');
  return joined([agree > 0 ? `✓ ${agree}` : '', undecided], ' ') || '– not run';
}

/** What the marks mean that stand in the matrix, in a line; ✓ needs no words. */
export function legend({ summary }: OracleReport): string {
  return joined(
    [
      isBroken(summary) ? '✗ m/n: m of n cases break the law.' : '',
      summary.inconclusive > 0 ? '? k: on k cases the reference cannot tell.' : '',
    ],
    ' ',
  );
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
