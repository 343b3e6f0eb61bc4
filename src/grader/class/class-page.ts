/** `class.html`: one self-contained page, without scripts, that says how a class did. */
import { escaped } from '../../formats/escape.js';
import type { Example } from './examples.js';
import type { ClassResult } from './result-file.js';
import {
  type ClassStatistics,
  classStatistics,
  type ExerciseStatistics,
  type MisconceptionCount,
} from './statistics.js';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #ddd; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
svg { width: 100%; height: auto; }
svg text { font-size: 12px; fill: #222; text-anchor: middle; }
svg rect { fill: #4a7ebb; }
a { color: #1a5fa8; }
pre { font-size: .85rem; line-height: 1.3; overflow-x: auto; }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #1b1b1b; } svg text { fill: #ddd; } th, td { border-color: #444; } a { color: #8ab8ee; }
}`;

/** @param results at least one, of the same grading @param examples of known mistakes by their names */
export function classPage(
  results: readonly ClassResult[],
  examples: ReadonlyMap<string, Example> = new Map(),
): string {
  const [first] = results as [ClassResult];
  const statistics = classStatistics(results);
  const { count, full, mean, median, maxScore } = statistics;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(first.assignment)}: ${count} submissions</title>
<style>${style}
</style>
<main>
<h1>${escaped(first.assignment)}</h1>
<p>${count} submissions, graded with seed ${first.seed}. Mean ${mean} and median ${median} of ${maxScore} points; ${full} with full marks.</p>
<h2>Points</h2>
${histogram(statistics)}
<h2>Exercises</h2>
${exerciseTable(statistics)}
<h2>Known mistakes</h2>
${misconceptionTable(statistics.misconceptions, examples)}
${workedExamples(statistics.misconceptions, examples)}</main>
</html>
`;
}

function histogram({ histogram: counts }: ClassStatistics): string {
  const most = Math.max(...counts, 1);
  const bars = counts.map((count, index) => {
    const height = (140 * count) / most;
    const [x, y] = [10 + 60 * index, 170 - height];
    const label = index === 10 ? '100 %' : `${10 * index}–${10 * index + 10} %`;
    return `  <rect x="${x}" y="${y.toFixed(1)}" width="48" height="${height.toFixed(1)}"/><text x="${x + 24}" y="${(y - 6).toFixed(1)}">${count}</text><text x="${x + 24}" y="188">${label}</text>`;
  });
  return `<svg viewBox="0 0 670 200" role="img" aria-label="How many submissions have which share of the points">\n${bars.join('\n')}\n</svg>`;
}

const exerciseTable = ({ exercises, count }: ClassStatistics): string =>
  table(
    ['exercise', 'title', 'full marks', 'mean', 'of', 'what happened'],
    exercises.map((each) => [
      each.id,
      each.title,
      `${each.full} of ${count}`,
      each.mean,
      each.maxScore,
      happened(each),
    ]),
  );

const happened = ({ statuses, hidden }: ExerciseStatistics): string =>
  [
    ...Object.entries(statuses).map(([status, count]) => `${count} ${status}`),
    ...(hidden ? ['hidden'] : []),
  ].join(', ');

type Examples = ReadonlyMap<string, Example>;

const misconceptionTable = (found: readonly MisconceptionCount[], examples: Examples): string =>
  found.length === 0
    ? '<p>None was recognised.</p>'
    : table(
        ['how often', 'exercise', 'op', 'mistake', 'what it is'],
        found.map(({ count, exercise, op, name, says }, index) => [
          ...[count, exercise, op],
          examples.has(name) ? { text: name, target: anchorOf(index) } : name,
          says || (examples.get(name)?.says ?? ''),
        ]),
      );

const anchorOf = (index: number): string => `mistake-${index + 1}`;

function workedExamples(found: readonly MisconceptionCount[], examples: Examples): string {
  const sections = found.flatMap(({ name, exercise, op }, index) => {
    const example = examples.get(name);
    if (example === undefined) return [];
    const where = op === '' || op === exercise ? exercise : `${exercise}, ${op}`;
    return [
      `<section id="${anchorOf(index)}">
<h3>${escaped(name)}</h3>
<p>${escaped(`${where}: ${example.says}`)}</p>
<pre tabindex="0" role="group" aria-label="An example of ${escaped(name)}">${escaped(example.worked)}</pre>
</section>
`,
    ];
  });
  return sections.length === 0 ? '' : `<h2>Known mistakes by an example</h2>\n${sections.join('')}`;
}

/** What is in a table; a link leads to a place of this page. */
type Cell = string | number | { readonly text: string; readonly target: string };

const cellText = (cell: Cell): string =>
  typeof cell === 'object' ? `<a href="#${cell.target}">${escaped(cell.text)}</a>` : escaped(String(cell));

function table(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (tag: string, cells: readonly Cell[]) =>
    `<tr>${cells.map((cell) => `<${tag}${typeof cell === 'number' ? ' class="number"' : ''}>${cellText(cell)}</${tag}>`).join('')}</tr>`;
  return ['<table>', line('th', header), ...rows.map((row) => line('td', row)), '</table>'].join('\n');
}
