/**
 * Our engine beside others: `npm run bench [-- --only chain,mlp --rounds N --json FILE --against DIST --check]`. A whole
 * run writes docs/performance.md, its plot, and bench/engine/ratios.json; `--check` compares with those ratios instead,
 * and exits with 1 when one grew by more than its spread and a fifth. `--against` has an earlier build run, too.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Curve, curveOf } from './engine/curves.js';
import { endReused, killAll, SubjectProcess } from './engine/process.js';
import { programs } from './engine/programs.js';
import { committedRatios, ratiosFile, ratiosOf, regressionsIn } from './engine/ratios.js';
import {
  type Memory,
  memoryTable,
  modes,
  type Results,
  ratiosTable,
  reportOf,
  timesTable,
} from './engine/report.js';
import { measure, peakMemory, type Row, skippedBy } from './engine/rounds.js';
import { spreadOf } from './engine/spread.js';
import { before, room, type Subject, subjects } from './engine/subjects.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '9' },
    json: { type: 'string' },
    against: { type: 'string' },
    curves: { type: 'boolean', default: true },
    check: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
const rounds = Number(values.rounds);
const chosen = chosenPrograms();

function chosenPrograms() {
  if (values.only === undefined) return programs;
  const names = values.only.split(',');
  const unknown = names.filter((name) => !programs.some((program) => program.name === name));
  if (unknown.length > 0 || !(rounds >= 1)) {
    console.error(
      `--only takes programs, separated by commas: ${programs.map(({ name }) => name).join(', ')}; got ${values.only}.`,
    );
    process.exit(2);
  }
  return programs.filter(({ name }) => names.includes(name));
}

let stopped = false;
process.once('SIGINT', () => {
  stopped = true;
  killAll();
});

const all = [...subjects, ...(values.against === undefined ? [] : before(values.against))];
const missing = all.flatMap((subject) => subject.lacks() ?? []);
for (const each of new Set(missing)) console.error(`skipped: ${each}`);
const here = all.filter((subject) => subject.lacks() === undefined);

async function versionsOf(present: readonly Subject[]): Promise<Record<string, string>> {
  const versions: Record<string, string> = { Node: process.version };
  for (const subject of present.filter(({ ours, name }) => !ours && name !== 'by hand')) {
    const child = new SubjectProcess(subject);
    try {
      versions[subject.name] = String((await child.ask({ ask: 'hello' })).version);
    } catch (error) {
      versions[subject.name] = skippedBy(error).skipped;
    }
    await child.end();
  }
  return versions;
}

const progress = ({ title, dtype, cells }: Row): void => {
  const shown = cells.flatMap(({ subject, samples }) =>
    'skipped' in samples || samples.length === 0
      ? []
      : [`${subject} ${spreadOf(samples).median.toPrecision(3)}`],
  );
  console.error(`${title}, ${dtype}, µs: ${shown.join(', ')}`);
};

async function measureRows(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const program of chosen) {
    for (const size of program.sizes) {
      for (const dtype of program.dtypes) {
        if (stopped) return rows;
        const row = await measure(here, { program, size, dtype }, rounds);
        progress(row);
        rows.push(row);
      }
    }
  }
  return rows;
}

async function measureMemory(): Promise<readonly Memory[]> {
  const found: Memory[] = [];
  for (const program of chosen.filter(({ memory }) => memory)) {
    const size = program.sizes[0] as number;
    for (const dtype of program.dtypes) {
      for (const subject of here) {
        if (stopped) return found;
        const peaks = [];
        for (let run = 0; run < 3; run++) peaks.push(await peakMemory(subject, { program, size, dtype }));
        const skipped = peaks.find((peak) => typeof peak !== 'number');
        const bytes = skipped ?? peaks.filter((peak) => typeof peak === 'number');
        found.push({ title: program.title(size), dtype, subject: subject.name, bytes });
      }
    }
  }
  return found.filter(({ bytes }) => !('skipped' in bytes));
}

async function measureCurves(): Promise<readonly Curve[]> {
  const curves: Curve[] = [];
  for (const { name } of values.curves ? chosen : []) {
    const notes = { row: progress, stopped: () => stopped };
    const curve = await curveOf(name, here, Math.min(rounds, 5), notes);
    if (curve !== undefined) curves.push(curve);
  }
  return curves;
}

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${process.platform}`;
const results: Results = {
  machine,
  versions: await versionsOf(here),
  rounds,
  rows: await measureRows(),
  memory: values.check ? [] : await measureMemory(),
  curves: values.check ? [] : await measureCurves(),
};
await endReused();

const tables = [
  ...modes.flatMap((mode) => ratiosTable(results.rows, mode) ?? []),
  timesTable(results.rows),
  ...(results.memory.length > 0 ? [memoryTable(results.memory)] : []),
];
console.log(tables.join('\n\n'));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
if (stopped) {
  console.error('interrupted: nothing was written');
  process.exit(130);
}

function check(): void {
  const { compared, regressions } = regressionsIn(committedRatios(), ratiosOf(results.rows));
  for (const { what, was, is } of regressions) {
    console.error(
      `${what} was ${was.median} (${was.low}–${was.high}), is ${is.median} (${is.low}–${is.high})`,
    );
  }
  console.error(
    `${compared} ratios compared, ${regressions.length} grew by more than their spread and a fifth`,
  );
  if (compared === 0) console.error('nothing was compared: see what is skipped above');
  process.exitCode = compared === 0 || regressions.length > 0 ? 1 : 0;
}

function write(): void {
  writeFileSync('docs/performance.md', reportOf(results));
  const plot = execFileSync(process.execPath, [`${room}plot.mjs`], { input: JSON.stringify(results.curves) });
  writeFileSync('docs/performance.svg', plot);
  writeFileSync(ratiosFile, `${JSON.stringify(ratiosOf(results.rows), null, 2)}\n`);
  console.error('written: docs/performance.md, docs/performance.svg, bench/engine/ratios.json');
}

const whole = values.only === undefined && values.against === undefined && values.curves;
const canWrite = missing.every((each) => each.includes('autograd'));
if (values.check) check();
else if (whole && canWrite) write();
else if (whole) console.error('docs/performance.md was not written, as others of it were skipped');
