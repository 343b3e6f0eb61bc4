/**
 * The corpus of reported bugs, judged by our check and by others': `npm run bench:corpus`. It writes docs/scoreboard.md and its plot. What
 * is not installed is left out, and named: PyTorch and NumPy (/usr/bin/python3, or PYTHON), HIPS autograd (on PYTHONPATH), JAX
 * (the Python that JAX_PYTHON names), and the plot's library (npm ci --prefix bench/engine).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { type Judged, parseJudged } from './corpus/judged.js';
import { barsOf, reportOf } from './corpus/report.js';

const python = process.env.PYTHON ?? '/usr/bin/python3';
const pythonOf = (tool: string): string => (tool === 'jax' ? (process.env.JAX_PYTHON ?? python) : python);

/** By the name that bench/corpus/judge.py has for it. */
const tools = ['torch-full', 'torch-fast', 'hips', 'jax', 'ones-strict', 'ones-loose', 'ours'] as const;

function judgedBy(tool: string): Judged | undefined {
  // JAX has a thread per core, and asks no more of our callbacks by it.
  const { status, stdout, stderr } = spawnSync(pythonOf(tool), ['bench/corpus/judge.py', tool], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0)
    throw new Error(`bench/corpus/judge.py ${tool} ended with ${status}: ${stderr.slice(-2000)}`);
  const found = parseJudged(JSON.parse(stdout));
  if ('skipped' in found) {
    console.error(`skipped: ${tool} (${found.skipped})`);
    return undefined;
  }
  console.error(`${tool}: ${found.found.length} verdicts`);
  return found;
}

const judged = new Map(
  tools.flatMap((tool) => {
    const found = judgedBy(tool);
    return found === undefined ? [] : [[tool, found] as const];
  }),
);
writeFileSync('docs/scoreboard.md', reportOf(judged));
if (existsSync('bench/engine/node_modules/@observablehq/plot')) {
  const input = JSON.stringify(barsOf(judged));
  writeFileSync(
    'docs/scoreboard.svg',
    execFileSync(process.execPath, ['bench/engine/scoreboard.mjs'], { input }),
  );
} else console.error('skipped: the plot; npm ci --prefix bench/engine installs its library');
console.error('written: docs/scoreboard.md');
