/** The page: one file, without scripts, that shows failures as pictures, each with its numbers in a table. */
import { at } from '../../case/at.js';
import { escaped } from '../../formats/escape.js';
import {
  attemptsPerExercise,
  drawGraph,
  heatMap,
  historyOfPoints,
  noteOf,
  pictureStyle,
  shortNumber,
  type Tried,
} from '../../pictures/index.js';
import type { Failure } from './failure.js';
import type { Grading } from './history.js';
import type { JacobianPair } from './jacobians.js';

export interface Reported {
  readonly failures: readonly Failure[];
  readonly gradings: readonly Grading[];
  readonly tried: readonly Tried[];
}

const style = `:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#8a8a8a;--bad:#b3121d;--code:#f4f4f4;--link:#0b57a4}
@media (prefers-color-scheme:dark){:root{--ink:#e6e6e6;--paper:#161616;--bad:#ff8f8f;--code:#222;--link:#8ec1ff}}
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:var(--ink);background:var(--paper)}
a{color:var(--link)}h2{margin-top:3rem;overflow-wrap:anywhere}figure{margin:1rem 0}figcaption{margin-bottom:.5rem}
.scroll{overflow-x:auto;max-width:100%}.beside{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;align-items:flex-start}.beside>div{min-width:0;max-width:100%}
pre{background:var(--code);padding:1rem;white-space:pre-wrap;overflow-wrap:anywhere}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{text-align:left;padding-bottom:.25rem}th,td{padding:.15rem .7rem;text-align:right;border:1px solid var(--line);white-space:nowrap}
td.wrong{outline:2px solid var(--bad);outline-offset:-2px;font-weight:700}summary{cursor:pointer;padding:.3rem 0}
${pictureStyle}`;

export async function reportPage({ failures, gradings, tried }: Reported): Promise<string> {
  const wrong = failures.filter(({ state }) => state !== 'holds');
  const right = failures.filter(({ state }) => state === 'holds');
  const sections = await Promise.all(wrong.map(section));
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>What is wrong, in pictures</title>
<style>${style}</style></head>
<body><main>
<h1>What is wrong, in pictures</h1>
${summary(wrong, right)}
${[...sections, ...history(gradings, tried)].join('\n')}
</main></body></html>
`;
}

function summary(wrong: readonly Failure[], right: readonly Failure[]): string {
  const links = wrong.map(
    ({ name, state }) =>
      `<li><a href="#${escaped(name)}">${escaped(name)}</a>${state === 'undecided' ? ' (undecided)' : ''}</li>`,
  );
  const fixed =
    right.length === 0
      ? ''
      : `<p>Right by now: ${right.map(({ name }) => escaped(name)).join(', ')}. ${right.length === 1 ? 'Its saved case passes' : 'Their saved cases pass'}; <code>npx backproof grade</code> says whether all do.</p>`;
  return wrong.length === 0 ? `<p>No saved case fails.</p>${fixed}` : `<ul>${links.join('')}</ul>${fixed}`;
}

async function section(failure: Failure, index: number): Promise<string> {
  const { name, said } = failure;
  const id = `case${index + 1}`;
  return `<section id="${escaped(name)}">
<h2>${escaped(name)}</h2>
<pre>${escaped(said)}</pre>
${await graph(failure, id)}
${jacobians(failure, id)}
</section>`;
}

async function graph({ name, program }: Failure, id: string): Promise<string> {
  if (program === undefined) return '';
  const { boxes, arrows, sentences } = program;
  const svg = await drawGraph({
    ...{ id: `${id}-graph`, boxes, arrows },
    title: `The program of ${name} as a graph`,
    description: sentences.join(' '),
  });
  const lists = arrows.map(
    ({ from, to, lines }) =>
      `<tr><th scope="row">${escaped(from)} → ${escaped(to)}</th>${[0, 1].map((line) => `<td>${escaped(lines[line] ?? '')}</td>`).join('')}</tr>`,
  );
  const marked = boxes.flatMap(({ lines, wrong = [] }) =>
    wrong.map((why) => `<li>${escaped(at(lines, 0))}: ${escaped(why)}</li>`),
  );
  return `<h3>The program</h3>
<figure><figcaption>Values go down the arrows, adjoints (with a bar) come back along them; at each input, the sum of what came back. ${marked.length === 0 ? '' : 'What is wrong has a dashed outline and ✗.'}</figcaption>
${scrolling(svg, `The graph of ${name}`)}
${marked.length === 0 ? '' : `<ul>${marked.join('')}</ul>`}
<details><summary>The graph as a table</summary>${scrolling(`<table><thead><tr><th scope="col">arrow</th><th scope="col">value</th><th scope="col">what comes back</th></tr></thead><tbody>${lists.join('')}</tbody></table>`, `The graph of ${name} as a table`)}</details></figure>`;
}

function jacobians({ name, jacobians, program }: Failure, id: string): string {
  if (program === undefined && jacobians.kind === 'none') return `<p>${escaped(jacobians.why)}</p>`;
  const heading = '<h3>The Jacobian</h3>';
  if (jacobians.kind === 'none') return `${heading}<p>${escaped(jacobians.why)}</p>`;
  const figures = jacobians.pairs.map((pair, index) => jacobian(pair, name, `${id}-jacobian${index + 1}`));
  const why = jacobians.why === '' ? '' : `<p>${escaped(jacobians.why)}</p>`;
  return `${heading}${why}${figures.join('\n')}`;
}

function jacobian(pair: JacobianPair, name: string, id: string): string {
  const { input, rows, columns, right, got, wrong } = pair;
  const largest = Math.max(0, ...[...right, ...(got ?? [])].flat().map(Math.abs).filter(Number.isFinite));
  const count = wrong.flat().filter(Boolean).length;
  const all = rows.length * columns.length;
  const verdict =
    got === undefined
      ? ''
      : count === 0
        ? 'Yours is right.'
        : `${count} of ${all} entries of yours ${count === 1 ? 'is' : 'are'} wrong: they have an outline and ≠.`;
  const common = { rows, columns, largest };
  const ofRight = heatMap({
    ...common,
    id: `${id}-right`,
    entries: right,
    title: `The right Jacobian by ${input}`,
    description: `${rows.length} rows and ${columns.length} columns; the numbers are in the table below.`,
  });
  const ofGot =
    got &&
    heatMap({
      ...common,
      id: `${id}-yours`,
      entries: got,
      wrong,
      title: `Your Jacobian by ${input}`,
      description: `${verdict} The numbers are in the table below.`,
    });
  const part = (title: string, svg: string) =>
    `<div><p>${title}</p>${scrolling(svg, `${title}, by ${input}, of ${name}`)}</div>`;
  return `<figure><figcaption>By ${escaped(input)}: a row for each entry of the output, a column for each entry of ${escaped(input)}; blue is positive, orange negative. ${verdict}</figcaption>
<div class="beside">${part('What it should be', ofRight)}${ofGot === undefined ? '' : part('Yours', ofGot)}</div>
<details><summary>The numbers</summary><div class="beside">${table('What it should be', pair, right)}${got === undefined ? '' : table('Yours; wrong entries begin with ≠', pair, got, wrong)}</div></details></figure>`;
}

function table(
  caption: string,
  { rows, columns, input }: JacobianPair,
  entries: readonly (readonly number[])[],
  wrong: readonly (readonly boolean[])[] = [],
): string {
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const body = entries.map((row, k) => {
    const cells = row.map((entry, column) =>
      wrong[k]?.[column]
        ? `<td class="wrong">≠ ${shortNumber(entry)}</td>`
        : `<td>${shortNumber(entry)}</td>`,
    );
    return `<tr><th scope="row">${escaped(at(rows, k))}</th>${cells.join('')}</tr>`;
  });
  return `<div>${scrolling(`<table><caption>${caption}</caption><thead><tr><td></td>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`, `${caption}, by ${input}`)}</div>`;
}

/** What is too wide for a narrow screen can be moved sideways, with the keys, too. */
const scrolling = (content: string, label: string): string =>
  `<div class="scroll" tabindex="0" role="group" aria-label="${escaped(label)}">${content}</div>`;

function history(gradings: readonly Grading[], tried: readonly Tried[]): string[] {
  const parts = [
    ...(gradings.length === 0 ? [] : [pointsOver(gradings)]),
    ...(tried.length === 0 ? [] : [attempts(tried)]),
  ];
  return parts.length === 0
    ? []
    : [`<section id="history"><h2>How it went so far</h2>${parts.join('\n')}</section>`];
}

const whenOf = ({ at: when }: Grading): string => when.slice(0, 16).replace('T', ' ');

function pointsOver(gradings: readonly Grading[]): string {
  const last = at(gradings, gradings.length - 1);
  const svg = historyOfPoints({
    id: 'points',
    title: 'Points from grading to grading',
    description: `${gradings.length} ${gradings.length === 1 ? 'grading' : 'gradings'}; the last has ${last.score} of ${last.maxScore} points. The numbers are in the table below.`,
    gradings: gradings.map((each) => ({ when: whenOf(each), share: each.score / each.maxScore })),
  });
  const rows = gradings.map(
    (each) =>
      `<tr><th scope="row">${escaped(whenOf(each))}</th><td>${each.score}</td><td>${each.maxScore}</td></tr>`,
  );
  return `<figure><figcaption>The share of the points that were asked for, from grading to grading.</figcaption>${scrolling(svg, 'Points from grading to grading')}
<details><summary>The numbers</summary>${scrolling(`<table><thead><tr><th scope="col">graded (UTC)</th><th scope="col">points</th><th scope="col">of</th></tr></thead><tbody>${rows.join('')}</tbody></table>`, 'The numbers of the history')}</details></figure>`;
}

function attempts(tried: readonly Tried[]): string {
  const svg = attemptsPerExercise({
    id: 'attempts',
    title: 'Attempts per exercise',
    description: tried.map((each) => `${each.name}: ${noteOf(each)}.`).join(' '),
    tried,
  });
  const rows = tried.map(
    ({ name, attempts: count, hints, solved }) =>
      `<tr><th scope="row">${escaped(name)}</th><td>${count}</td><td>${hints}</td><td>${solved ? 'yes' : 'no'}</td></tr>`,
  );
  return `<figure><figcaption>How often each exercise was checked after a change; ✓ is solved.</figcaption>${scrolling(svg, 'Attempts per exercise')}
<details><summary>The numbers</summary>${scrolling(`<table><thead><tr><th scope="col">exercise</th><th scope="col">attempts</th><th scope="col">hints</th><th scope="col">solved</th></tr></thead><tbody>${rows.join('')}</tbody></table>`, 'The numbers of the history')}</details></figure>`;
}
