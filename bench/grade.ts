/**
 * Seconds of wall time for one full submission (the solutions), and how a class scales: the time of k submissions with
 * one job over that with two. `npm run bench:grade -- [--submissions 8] [--rounds 3]`; worth reading on free cores alone.
 * The load of the machine is printed beside, and the processor time, which other work changes less.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { submissions: { type: 'string', default: '8' }, rounds: { type: 'string', default: '3' } },
});
const rounds = Number(values.rounds);

interface Timing {
  readonly wall: number;
  readonly processor: number;
}

/** The shell's `time -p`, which counts the processor time of all descendants. */
function timed(args: readonly string[]): Timing {
  const command = 'time -p "$@" >/dev/null';
  const { stderr, status } = spawnSync(
    'bash',
    ['-c', command, 'bash', process.execPath, resolve('bin/backproof.js'), ...args],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`backproof ${args.join(' ')} ended with ${status}`);
  const [wall = 0, user = 0, system = 0] = [...stderr.matchAll(/^(?:real|user|sys) ([\d.]+)$/gm)].map(
    ([, text]) => Number(text),
  );
  return { wall, processor: user + system };
}

/** The fastest of some rounds: what else ran only adds. */
function best(args: readonly string[]): Timing {
  const timings = Array.from({ length: rounds }, () => timed(args));
  return {
    wall: Math.min(...timings.map(({ wall }) => wall)),
    processor: Math.min(...timings.map(({ processor }) => processor)),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const one = best(['grade', 'solutions']);
  const submissions = Array.from({ length: Number(values.submissions) }, (_, index) =>
    join(folder, `s${index}`),
  );
  for (const each of submissions) cpSync('solutions', each, { recursive: true });
  const withJobs = (jobs: number) =>
    best(['grade', ...submissions, '--jobs', String(jobs), '--out', join(folder, `out${jobs}`)]);
  const [single, double] = [withJobs(1), withJobs(2)];
  const [load = 0] = loadavg();
  console.log(
    `one submission        ${one.wall.toFixed(2)} s (${one.processor.toFixed(2)} s of processor time)`,
  );
  console.log(
    `${submissions.length} submissions, 1 job  ${single.wall.toFixed(1)} s (${single.processor.toFixed(1)} s of processor time)`,
  );
  console.log(
    `${submissions.length} submissions, 2 jobs ${double.wall.toFixed(1)} s (${double.processor.toFixed(1)} s of processor time)`,
  );
  console.log(
    `2 jobs are ${(single.wall / double.wall).toFixed(2)} times as fast as 1; ${availableParallelism()} cores, load ${load.toFixed(1)}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
