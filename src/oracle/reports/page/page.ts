/** One page without scripts of the reports of many systems: ops × systems, and for each system ops × laws. */
import { escaped } from '../../../formats/escape.js';
import { isBroken, type OracleReport } from '../../report.js';
import { blocksOf, failureText } from '../failure.js';
import { cellOf, lawsOf, legend, notChecked, rowsOf } from '../matrix.js';
import { badge, scoreText } from './badge.js';
import { brokenCells, gradientsOf, type System } from './systems.js';

const style = `:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#ccc;--good:#176b2c;--bad:#b3121d;--link:#1a5fa8;--box:#f6f6f6}
@media (prefers-color-scheme:dark){:root{--ink:#e6e6e6;--paper:#161616;--line:#444;--good:#7fd492;--bad:#ff8f8f;--link:#8ab8ee;--box:#222}}
body{font:15px/1.5 system-ui,sans-serif;margin:1rem auto;padding:0 1rem;max-width:80rem;color:var(--ink);background:var(--paper)}
table{border-collapse:collapse}th,td{padding:.15rem .6rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child{text-align:left;position:sticky;left:0;background:var(--paper)}thead th{vertical-align:bottom;font-weight:400}
.history :is(th,td){text-align:left;vertical-align:top}.history td{white-space:normal;min-width:8rem}.systems thead th{white-space:normal;min-width:5rem}.wide{overflow-x:auto}.agree{color:var(--good)}.broken,.broken a{color:var(--bad);font-weight:600}
a{color:var(--link)}pre{background:var(--box);padding:1rem;overflow-x:auto}summary{cursor:pointer}:target{outline:3px solid var(--link)}
:focus-visible{outline:3px solid var(--link)}img,svg{vertical-align:middle}`;

/** Wide tables and cases are scrolled by themselves, with the keyboard, too. */
const scrolled = (label: string, content: string): string =>
  `<div class="wide" role="region" tabindex="0" aria-label="${escaped(label)}">${content}</div>`;

const headings = (names: readonly string[]): string =>
  `<thead><tr><th scope="col">op</th>${names.join('')}</tr></thead>`;

/** @param systems at least one */
export function matrixPage(systems: readonly System[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Backproof: gradients of ${systems.length} systems</title><style>${style}</style></head><body><main>
<h1>Gradients, by op and system</h1>
<p>✓ n: all n laws hold on every case that was decided. ✗ m/n: m of n laws are broken on some case. A blank: the system has no such op.
The same as data: <a href="matrix.json">matrix.json</a>.</p>
${scrolled('Ops and systems', overview(systems))}
${systems.map(sectionOf).join('\n')}
</main></body></html>
`;
}

function overview(systems: readonly System[]): string {
  const names = systems.map(({ current }, index) => headingOf(current.implementation, index));
  const rows = [...new Set(systems.flatMap(({ current }) => rowsOf(current)))].sort();
  const lines = rows.map((row) => {
    const cells = systems.map(({ current }, index) => lawsCell(current, row, index));
    return `<tr><th scope="row">${escaped(row)}</th>${cells.join('')}</tr>`;
  });
  return `<table class="systems">${headings(names)}<tbody>
${lines.join('\n')}
</tbody></table>`;
}

/** On lines of their own, so that many systems are side by side. */
const headingOf = ({ name, dtype, mode, version }: OracleReport['implementation'], system: number): string =>
  `<th scope="col"><a href="#s${system}">${escaped(name)}</a><br>${escaped(version)}<br>${escaped(dtype)}, ${escaped(mode)}</th>`;

/** How many laws of an op are broken. */
function lawsCell(report: OracleReport, row: string, system: number): string {
  const counts = Object.values(report.matrix[row] ?? {});
  const decided = counts.filter((each) => isBroken(each) || each.agree > 0);
  const broken = counts.filter(isBroken).length;
  if (broken > 0)
    return `<td class="broken"><a href="#${rowId(report, row, system)}">✗ ${broken}/${decided.length}</a></td>`;
  return decided.length > 0 ? `<td class="agree">✓ ${decided.length}</td>` : '<td></td>';
}

/** Ids are numbers: names are an adapter's, and may hold anything. */
const rowId = (report: OracleReport, row: string, system: number): string =>
  `s${system}r${rowsOf(report).indexOf(row)}`;

function sectionOf(system: System, index: number): string {
  const { name, current } = system;
  const { version, language } = current.implementation;
  const sentences = [legend(current), ...notChecked(current)].filter((sentence) => sentence !== '');
  return `<section><h2 id="s${index}">${escaped(`${name} ${version}`)}</h2>
<p>${badge(gradientsOf(current)).trim()} ${escaped(language)}, seed ${current.seed}</p>
${scrolled(`Ops and laws of ${name}`, lawTable(current, index))}
${sentences.map((sentence) => `<p>${escaped(sentence)}</p>`).join('\n')}
${history(system)}
${failuresOf(current, index)}</section>`;
}

function lawTable(report: OracleReport, system: number): string {
  const laws = lawsOf(report);
  const blocks = blocksOf(report.failures);
  const lines = rowsOf(report).map((row) => {
    const cells = laws.map((law) => {
      const counts = report.matrix[row]?.[law];
      const text = cellOf(counts);
      if (counts === undefined || !isBroken(counts)) return `<td class="agree">${text}</td>`;
      const block = blocks.findIndex(
        ({ failure, also }) => failure.op === row && [failure.law, ...also].includes(law),
      );
      const shown = block === -1 ? text : `<a href="#s${system}f${block}">${text}</a>`;
      return `<td class="broken">${shown}</td>`;
    });
    return `<tr id="${rowId(report, row, system)}"><th scope="row">${escaped(row)}</th>${cells.join('')}</tr>`;
  });
  return `<table>${headings(laws.map((law) => `<th scope="col">${escaped(law)}</th>`))}<tbody>
${lines.join('\n')}
</tbody></table>`;
}

/** A link to what lies in closed details opens them. */
const failuresOf = ({ failures }: OracleReport, system: number): string =>
  blocksOf(failures)
    .map(({ failure, also }, block) => {
      const title = `${failure.op}: ${[failure.law, ...also].join(', ')}`;
      const id = `s${system}f${block}`;
      return `<details><summary>${escaped(title)}</summary><pre id="${id}" role="region" tabindex="0" aria-label="${escaped(title)} (${id})">${escaped(failureText(failure, also))}</pre></details>`;
    })
    .join('\n');

/** What each version broke and mended, if there are several. */
function history({ name, versions }: System): string {
  if (versions.length < 2) return '';
  const lines = versions.map((report, index) => {
    const now = brokenCells(report);
    const before = index === 0 ? now : brokenCells(versions[index - 1] ?? report);
    const cells = [
      scoreText(gradientsOf(report)),
      byRow(now.filter((cell) => !before.includes(cell))),
      byRow(before.filter((cell) => !now.includes(cell))),
    ];
    return `<tr><th scope="row">${escaped(report.implementation.version)}</th>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const columns = ['version', 'gradients', 'newly broken', 'no longer broken'];
  return `<h3>History</h3>
${scrolled(`History of ${name}`, `<table class="history"><thead><tr>${columns.map((column) => `<th scope="col">${column}</th>`).join('')}</tr></thead><tbody>${lines.join('\n')}</tbody></table>`)}`;
}

/** `add (vjp), add (dot)` as `add (vjp, dot)`. */
function byRow(cells: readonly string[]): string {
  const laws = new Map<string, string[]>();
  for (const [, row = '', law = ''] of cells.map((cell) => /^(.*) \((.*)\)$/.exec(cell) ?? []))
    laws.set(row, [...(laws.get(row) ?? []), law]);
  return [...laws].map(([row, all]) => `${row} (${all.join(', ')})`).join('; ') || '–';
}
