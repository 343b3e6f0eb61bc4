/** The grade as GitHub shows it in a job's summary or a comment. */
import { escaped, fenced, inMarkdown } from '../../formats/escape.js';
import type { Grade } from '../result.js';
import { partTestsOf, rowsOf, type Test } from './tests.js';

export function markdownReport(grade: Grade): string {
  const { assignment, submission, score, maxScore, seed } = grade;
  const tests = partTestsOf(grade);
  const row = ({ name, status, score, maxScore }: Test) =>
    `| ${inMarkdown(name)} | ${score} / ${maxScore} | ${status === 'passed' ? '✓' : '✗'} ${status} |`;
  return [
    `## ${inMarkdown(assignment)}: ${inMarkdown(submission)}`,
    `${score} of ${maxScore} points (seed ${seed})`,
    ['| exercise | points | status |', '| --- | ---: | --- |', ...rowsOf(grade).map(row)].join('\n'),
    ...tests.filter(({ outcome }) => outcome !== 'passed').map(details),
    '',
  ].join('\n\n');
}

const details = ({ name, said }: Test): string =>
  `<details><summary>${escaped(name)}</summary>\n\n${fenced(said)}\n\n</details>`;
