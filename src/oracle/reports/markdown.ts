/** The matrix and its failures as GitHub shows them in a job's summary. */
import { escaped, fenced, inMarkdown } from '../../formats/escape.js';
import { nondeterminismText } from '../nondeterminism.js';
import { kinds, type OracleFailure, type OracleReport } from '../report.js';
import { failureText, sentenceOf } from './failure.js';
import { cellOf, lawsOf, notChecked, rowsOf } from './matrix.js';

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
    ...[...notChecked(report), nondeterminismText(report.nondeterminism)]
      .filter((sentence) => sentence !== '')
      .map(inMarkdown),
    ...failures.map(details),
    '',
  ].join('\n\n');
}

const details = (failure: OracleFailure): string =>
  `<details><summary>${escaped(`${failure.op}: ${sentenceOf(failure.law)}`)}</summary>\n\n${fenced(failureText(failure))}\n\n</details>`;
