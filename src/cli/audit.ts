/** `backproof audit`: which known mistakes a course's own tests let survive. */
import { resolve } from 'node:path';
import { audit, auditDigest, plantable } from '../grader/audit/audit.js';
import { auditJson, outcomesIn } from '../grader/audit/audit-file.js';
import type { Mutant } from '../grader/audit/mutants.js';
import type { SuiteOutcome } from '../grader/audit/run-suite.js';
import { smallestCase } from '../grader/audit/smallest-case.js';
import { writeWhole } from '../grader/write-file.js';
import { explainCase, type Failure, formatVerdict } from '../verify/index.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { flag, namesAmong, optionLines, parseOptions, value, wholeNumber } from './options.js';
import { ProgressBar } from './progress-bar.js';
import { checkFile, saveAll } from './save.js';
import { version } from './version.js';

const options = {
  test: value('COMMAND', 'runs your tests, in a copy of FOLDER: exit code 0 means that they pass'),
  only: value('OP[,OP…]', 'mistakes of these ops alone; also backward and realize'),
  jobs: value('N', 'runs of the tests at a time (default 1)'),
  json: value('FILE', 'writes mistakes, outcomes and cases as JSON, also while it runs'),
  resume: flag('goes on from the --json FILE of an interrupted audit of the same folder and command'),
} as const;

const help = `backproof audit FOLDER --test COMMAND [options]

How good are your own tests? FOLDER holds rules as the exercises have them, and tests. Known mistakes are planted in copies
of it, one by one, and COMMAND runs on each. A mistake survives if your tests pass: it is listed with the smallest case
that shows it, for you to add.

${optionLines(options)}

Exit code: 0 every mistake was noticed, 1 some survive, 2 it could not be run or saved.`;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, options);
  const [given, ...more] = positionals;
  const { test: command, json, resume = false } = values;
  if (given === undefined || more.length > 0 || !command)
    throw new UsageError(
      "Say which folder, and what runs its tests: backproof audit FOLDER --test 'COMMAND'.",
    );
  if (resume && json === undefined)
    throw new UsageError('--resume goes on from a file: name it with --json.');
  if (json !== undefined) checkFile('--json', json);
  const jobs = wholeNumber('--jobs', values.jobs, 1, 1);
  const folder = resolve(given);
  const all = plantable(folder);
  const asked = namesAmong('--only', values.only, [...new Set(all.map(({ op }) => op))]);
  const mutants = all.filter(({ op }) => asked.includes(op));
  const made = { release: version(), command, folder: auditDigest(folder) ?? null };
  const known = resume && json !== undefined ? outcomesIn(json, made) : new Map<string, SuiteOutcome>();
  const bar = new ProgressBar(process.stderr);
  try {
    const outcomes = await audit({
      ...{ folder, command, mutants, jobs, known },
      onOutcome(progress, soFar) {
        bar.show(progress);
        if (json !== undefined) writeWhole(json, auditJson(made, all, soFar));
      },
    });
    const shown = await smallestCases(mutants, outcomes, bar);
    bar.clear();
    output.log(report(mutants, outcomes, shown));
    const text = () => auditJson(made, all, outcomes, shown);
    const saved = json === undefined || saveAll([{ file: json, text }], output);
    return saved ? (shown.size === 0 ? 0 : 1) : 2;
  } finally {
    bar.clear();
  }
}

export const command: Command = { help, options, run };

type Shown = ReadonlyMap<string, Failure | undefined>;

async function smallestCases(
  mutants: readonly Mutant[],
  outcomes: ReadonlyMap<string, SuiteOutcome>,
  bar: ProgressBar,
): Promise<Shown> {
  const survivors = mutants.filter(({ mistake }) => outcomes.get(mistake.name) === 'passed');
  const shown = new Map<string, Failure | undefined>();
  for (const mutant of survivors) {
    bar.show({ done: shown.size, total: survivors.length, what: 'smallest cases' });
    shown.set(mutant.mistake.name, await smallestCase(mutant));
  }
  return shown;
}

function report(
  mutants: readonly Mutant[],
  outcomes: ReadonlyMap<string, SuiteOutcome>,
  shown: Shown,
): string {
  const survivors = mutants.filter(({ mistake }) => shown.has(mistake.name));
  const noticed = mutants.length - survivors.length;
  const late = mutants.filter(({ mistake }) => outcomes.get(mistake.name) === 'timeout').length;
  const percent = Math.floor((100 * noticed) / mutants.length);
  const ended = late === 0 ? '' : `; on ${late} of these they did not end in time`;
  return [
    ...survivors.map((mutant) => `${survivorText(mutant, shown.get(mutant.mistake.name))}\n`),
    ...scores(mutants, shown),
    `Your tests notice ${noticed} of ${mutants.length} planted mistakes (${percent} %)${ended}.`,
  ].join('\n');
}

function survivorText({ mistake: { name, says }, file }: Mutant, failure: Failure | undefined): string {
  const lines =
    failure === undefined
      ? ['No case that is small shows it.']
      : [
          `Law: ${failure.law.sentence}.`,
          formatVerdict(failure.verdict),
          ...explainCase(failure.testCase).split('\n'),
        ];
  return [`✗ ${name} survives (${file})`, says, ...lines].join('\n    ');
}

/** One line per op: how many of its mistakes were noticed. */
function scores(mutants: readonly Mutant[], shown: Shown): string[] {
  const ops = [...new Set(mutants.map(({ op }) => op))];
  const width = Math.max(...ops.map((op) => op.length));
  return ops.map((op) => {
    const own = mutants.filter((each) => each.op === op);
    const noticed = own.filter(({ mistake }) => !shown.has(mistake.name)).length;
    return `${op.padEnd(width)}  ${String(noticed).padStart(2)} / ${own.length}`;
  });
}
