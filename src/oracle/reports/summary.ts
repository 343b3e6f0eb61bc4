/** What the terminal shows at the end of a run. */
import { joined } from '../../formats/joined.js';
import { plain, plainLine } from '../../formats/printable.js';
import type { ExpectedFailure, Judgement } from '../expected-failures.js';
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
    ...entriesOf(passing).map((entry) => paint('red', passingText(entry))),
    plain(notChecked(report).join('\n')),
    plain(nondeterminismText(report.nondeterminism)),
    kinds.map((kind) => `${report.summary[kind]} ${kind}`).join(' · '),
  ];
  return joined(paragraphs, '\n\n');
}

/** An entry of the list may name several laws: those of one entry are told together. */
function entriesOf(passing: readonly ExpectedFailure[]): readonly (readonly ExpectedFailure[])[] {
  const entries = new Map<string, readonly ExpectedFailure[]>();
  for (const each of passing) {
    const key = JSON.stringify([each.op, each.cause, each.issue]);
    entries.set(key, [...(entries.get(key) ?? []), each]);
  }
  return [...entries.values()];
}

function passingText(entry: readonly ExpectedFailure[]): string {
  const { op, cause, issue } = entry[0] as ExpectedFailure;
  const laws = entry.flatMap(({ law }) => (law === undefined ? [] : [`"${law}"`]));
  const [what, then] =
    laws.length === 0
      ? [`a law (${cause})`, 'holds it: remove the entry']
      : laws.length === 1
        ? [`the law ${laws[0]}`, 'holds it: remove the entry']
        : [`the laws ${laws.join(', ')}`, 'holds them: remove them from the entry'];
  return `${op} was expected to break ${what} (${issue ?? 'no issue yet'}), but ${then}.`;
}
