/** What the terminal shows at the end of a run. */
import { joined } from '../../formats/joined.js';
import { plain, plainLine } from '../../formats/printable.js';
import type { Judgement } from '../expected-failures.js';
import { nondeterminismText } from '../nondeterminism.js';
import { kinds, type OracleReport } from '../report.js';
import { blocksOf, failureText } from './failure.js';
import { legend, matrixText, notChecked, type Paint } from './matrix.js';

export function summaryText(report: OracleReport, { unexpected, passing }: Judgement, paint: Paint): string {
  const { name, version, dtype, mode } = report.implementation;
  const expected = report.failures.length - unexpected.length;
  const paragraphs = [
    `${paint('bold', plainLine(`${name} ${version}`))}, ${plainLine(`${dtype}, ${mode}`)}, seed ${report.seed}\n\n${matrixText(report, paint)}`,
    legend(report),
    ...blocksOf(unexpected).map(
      ({ failure, also }) => `${paint('dim', '─'.repeat(64))}\n${plain(failureText(failure, also))}`,
    ),
    expected === 0 ? '' : `${expected} expected ${expected === 1 ? 'failure' : 'failures'} not shown.`,
    ...passing.map(({ op, law, cause, issue }) =>
      paint(
        'red',
        `${op} was expected to break ${law === undefined ? `a law (${cause})` : `the law "${law}"`} (${issue ?? 'no issue yet'}), but holds it: remove the entry.`,
      ),
    ),
    plain(notChecked(report).join('\n')),
    plain(nondeterminismText(report.nondeterminism)),
    kinds.map((kind) => `${report.summary[kind]} ${kind}`).join(' · '),
  ];
  return joined(paragraphs, '\n\n');
}
