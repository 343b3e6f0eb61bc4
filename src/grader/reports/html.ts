/** One self-contained page without scripts: a table of points, and below it what is wrong. */
import { escaped } from '../../formats/escape.js';
import type { Grade } from '../result.js';
import { partTestsOf, rowsOf, type Test } from './tests.js';

const style = `:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#ccc;--good:#176b2c;--bad:#b3121d;--code:#f4f4f4}
@media (prefers-color-scheme:dark){:root{--ink:#e6e6e6;--paper:#161616;--line:#444;--good:#7ad08f;--bad:#ff8f8f;--code:#222}}
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:var(--ink);background:var(--paper)}
table{border-collapse:collapse}caption{text-align:left;padding-bottom:.5rem}
th,td{padding:.25rem .75rem;text-align:left;border-bottom:1px solid var(--line)}td.points{text-align:right}
.passed{color:var(--good)}.wrong,.wrong a{color:var(--bad)}pre{background:var(--code);padding:1rem;overflow-x:auto}`;

export function htmlReport(grade: Grade): string {
  const { score, maxScore, seed } = grade;
  const title = escaped(`${grade.assignment}: ${grade.submission}`);
  const tests = partTestsOf(grade);
  const sections = tests.filter(({ status }) => status !== 'passed').map(({ id }) => id);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>${style}</style></head>
<body><main>
<h1>${title}</h1>
<table>
<caption>${score} of ${maxScore} points, graded with seed ${seed}</caption>
<thead><tr><th scope="col">Exercise</th><th scope="col">Points</th><th scope="col">Status</th></tr></thead>
<tbody>
${rowsOf(grade)
  .map((test) => row(test, sections.includes(test.id)))
  .join('\n')}
</tbody>
</table>
${tests.flatMap(section).join('\n')}
</main></body></html>
`;
}

function row({ id, name, status, score, maxScore }: Test, isLinked: boolean): string {
  const wrong = isLinked ? `<a href="#${escaped(id)}">✗ ${status}</a>` : `✗ ${status}`;
  const shown = status === 'passed' ? '<td class="passed">✓ passed</td>' : `<td class="wrong">${wrong}</td>`;
  return `<tr><th scope="row">${escaped(name)}</th><td class="points">${score} / ${maxScore}</td>${shown}</tr>`;
}

const section = ({ id, name, status, said }: Test): string[] =>
  status === 'passed'
    ? []
    : [
        `<section id="${escaped(id)}"><h2>${escaped(name)}</h2><pre tabindex="0">${escaped(said)}</pre></section>`,
      ];
