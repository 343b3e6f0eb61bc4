/**
 * Our engine beside others: `npm run bench [-- --only chain,mlp --rounds N --json FILE --against DIST --check]`. A whole
 * run writes docs/performance.md, its plot, and bench/engine/ratios.json; `--check` compares with those ratios instead,
 * and exits with 1 when one grew by more than its spread and a fifth, twice. `--against` has an earlier build of ours run, too.
 * `--no-curves` leaves out the growth curves. `--resume FILE` keeps what is finished there, and a later run with the same file goes on with the rest.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureAll } from './engine/campaign.js';
import { Kept } from './engine/kept.js';
import { killAll } from './engine/process.js';
import { type Program, programs } from './engine/programs.js';
import { committedRatios, ratiosFile, ratiosOf, regressionsIn } from './engine/ratios.js';
import { memoryTable, modes, type Results, ratiosTable, reportOf, timesTable } from './engine/report.js';
import { before, room, subjects } from './engine/subjects.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '9' },
    json: { type: 'string' },
    resume: { type: 'string' },
    against: { type: 'string' },
    curves: { type: 'boolean', default: true },
    check: { type: 'boolean', default: false },
  },
  allowNegative: true,
});

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

function chosenPrograms(): readonly Program[] {
  const names = values.only?.split(',') ?? programs.map(({ name }) => name);
  const unknown = names.find((name) => !programs.some((program) => program.name === name));
  if (unknown !== undefined) {
    refuse(
      `--only: expected programs, separated by commas, but there is no ${unknown}; there are ${programs
        .map(({ name }) => name)
        .join(', ')}`,
    );
  }
  return programs.filter(({ name }) => names.includes(name));
}

const rounds = Number(values.rounds);
if (!(Number.isInteger(rounds) && rounds > 0)) {
  refuse(`--rounds: expected a number of rounds, from 1 on, got ${values.rounds}`);
}

let interrupted = false;
process.once('SIGINT', () => {
  interrupted = true;
  killAll();
});

const all = [...subjects, ...(values.against === undefined ? [] : before(values.against))];
const missing = [...new Set(all.flatMap((subject) => subject.lacks() ?? []))];
for (const each of missing) console.error(`skipped: ${each}`);

const run = (of: readonly Program[], file: string | undefined) =>
  measureAll({
    programs: of,
    subjects: all.filter((subject) => subject.lacks() === undefined),
    rounds,
    memory: !values.check,
    curves: values.curves && !values.check,
    kept: new Kept(file, () => interrupted),
  });

const { results, complete } = await run(chosenPrograms(), values.resume);

function show({ rows, memory }: Results): void {
  const tables = [...modes.flatMap((mode) => ratiosTable(rows, mode) ?? []), timesTable(rows)];
  console.log([...tables, ...(memory.length > 0 ? [memoryTable(memory)] : [])].join('\n\n'));
}

/** What grew is measured again: only what grew twice counts. */
async function check({ rows }: Results): Promise<void> {
  const committed = committedRatios();
  const first = regressionsIn(committed, ratiosOf(rows));
  const suspects = rows.filter(({ title, dtype }) =>
    first.regressions.some(({ what }) => what.startsWith(`${title}, ${dtype}: `)),
  );
  const names = suspects.map(({ program }) => program);
  const second =
    names.length === 0
      ? []
      : (
          await run(
            programs.filter(({ name }) => names.includes(name)),
            undefined,
          )
        ).results.rows;
  const { regressions } = regressionsIn(committed, ratiosOf(second));
  const twice = regressions.filter(({ what }) => first.regressions.some((each) => each.what === what));
  for (const { what, was, is } of twice) {
    console.error(
      `${what} was ${was.median} (${was.low}–${was.high}), is ${is.median} (${is.low}–${is.high})`,
    );
  }
  console.error(
    `${first.compared} ratios compared, ${twice.length} grew by more than their spread and a fifth, twice`,
  );
  if (first.compared === 0) console.error('nothing was compared: see what is skipped above');
  process.exitCode = first.compared === 0 || twice.length > 0 ? 1 : 0;
}

function write(): void {
  writeFileSync('docs/performance.md', reportOf(results));
  if (results.curves.length > 0) {
    const input = JSON.stringify(results.curves);
    writeFileSync('docs/performance.svg', execFileSync(process.execPath, [`${room}plot.mjs`], { input }));
  }
  writeFileSync(ratiosFile, `${JSON.stringify(ratiosOf(results.rows), null, 2)}\n`);
  execFileSync('node_modules/.bin/biome', ['format', '--write', 'docs/performance.md', ratiosFile]);
  console.error('written: docs/performance.md, its plot if there are curves, bench/engine/ratios.json');
}

show(results);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);

const whole = values.only === undefined && values.against === undefined;
if (!complete) {
  console.error('interrupted: nothing was written or compared');
  process.exitCode = 130;
} else if (values.check) await check(results);
else if (whole && missing.every((each) => each.includes('autograd'))) write();
else if (whole) console.error('docs/performance.md was not written, as subjects of it were skipped');
