/** The matrix and its failures as GitHub shows them in a job's summary. */
import { escaped, fenced, inMarkdown } from '../../formats/escape.js';
import { nondeterminismText } from '../nondeterminism.js';
import { kinds, type OracleReport } from '../report.js';
import { type Block, blocksOf, failureText, sentenceOf } from './failure.js';
import { cellOf, lawsOf, legend, notChecked, rowsOf } from './matrix.js';

/** As Markdown: the matrix, then the failures. */
export function markdownReport(report: OracleReport): string {
  const { implementation, seed, summary, matrix, failures } = report;
  const names = lawsOf(report);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `## Backproof: ${inMarkdown(`${implementation.name} ${implementation.version}`)}`,
    `${kinds.map((kind) => `${summary[kind]} ${kind}`).join(' · ')} (${inMarkdown(`${implementation.dtype}, ${implementation.mode}`)}, seed ${seed})`,
    [
      line(['', ...names.map(inMarkdown)]),
      line(['---', ...names.map(() => '---:')]),
      ...rowsOf(report).map((row) =>
        line([inMarkdown(row), ...names.map((id) => cellOf(matrix[row]?.[id]))]),
      ),
    ].join('\n'),
    ...[legend(report), ...notChecked(report), nondeterminismText(report.nondeterminism)]
      .filter((sentence) => sentence !== '')
      .map(inMarkdown),
    ...blocksOf(failures).map(details),
    '',
  ].join('\n\n');
}

const details = ({ failure, also }: Block): string =>
  `<details><summary>${escaped(`${failure.op}: ${sentenceOf(failure.law)}${also.length > 0 ? `, and ${also.join(', ')}` : ''}`)}</summary>\n\n${fenced(failureText(failure, also))}\n\n</details>`;
