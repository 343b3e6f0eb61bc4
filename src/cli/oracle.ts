/** `backproof oracle`: holds an implementation at the other end of a pipe to the laws, and prints the matrix. */
import { join } from 'node:path';
import { type DType, dtypes } from '../case/tensor-data.js';
import { shellQuoted } from '../formats/shell-quoted.js';
import {
  checkImplementation,
  isChecked,
  judgeExpectations,
  type OracleReport,
  Session,
  smokeTest,
  summaryText,
} from '../oracle/index.js';
import { repeatedRuns } from '../verify/index.js';
import { type Command, type Output, UsageError } from './command.js';
import { caseFile, caseText, savedCases } from './corpus.js';
import type { ExitCode } from './exit-codes.js';
import {
  defaultRuns,
  defaultSeed,
  lawNames,
  oracleOptions,
  readOracleOptions,
  type readReporting,
} from './oracle-options.js';
import { OracleProgress } from './oracle-progress.js';
import { formatNames } from './oracle-reports.js';
import { saveAll } from './save.js';
import { painter, showsColour } from './style.js';

const help = `backproof oracle [options] -- COMMAND…

Starts COMMAND, an adapter (see docs/adapters.md), and holds the implementation behind it to the laws.

  --ops NAME[,NAME…]     rows to check: ops, or programs, in which ops are wired together (default: all)
  --laws NAME[,NAME…]    ${lawNames.join(', ')}
  --runs N               cases an op (default ${defaultRuns})
  --seed N               draws other cases (default ${defaultSeed}); the same seed draws the same
  --dtype NAME           ${dtypes.join(' or ')} (default: the first that the adapter has)
  --mode NAME            the mode to check (default: all modes, each held to the first)
  --kinks OP=SLOPE[,…]   holds relu, abs, maximum, minimum to one slope on their kinks, such as relu=0
  --shard I/N            checks the Ith of N parts of the rows; backproof merge puts the reports together
  --expected-failures FILE
                         known failures: a JSON list of {"op", "law", "issue"}
  --corpus DIR           cases saved there run first; new counterexamples are added
  --format NAME --out FILE
                         writes a report: ${formatNames.join(', ')}; may be given several times
  --nondeterminism TOL   runs of a case may differ by TOL of an entry's size, as where a GPU adds up sums in any
                         order: measures it over ${repeatedRuns} runs of each case, and prints its size
  --timeout SECONDS      how long one reply may take (default 10)
  --restarts N           how often the adapter may be started again (default 8)
  --validate             holds every line against the protocol's JSON Schemas
  --transcript FILE      writes down every line of the conversation

Exit code: 0 all agree, 1 disagreements, 2 usage, a file not written, or nothing was decided,
3 the adapter is broken, 4 an expected failure passed,
70 an error of backproof itself, 129, 130, 143 it was told to end by SIGHUP, SIGINT, SIGTERM.`;

type Options = Awaited<ReturnType<typeof readOracleOptions>>;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const options = await readOracleOptions(args, output);
  const session = await Session.open(options.command, options.session);
  try {
    await smokeTest(session);
    const report = await check(session, options, output);
    const code = publish(report, options, output, options.isShard);
    if (session.broken === undefined) return code;
    output.error(`${session.broken.message}\nWhat was finished before is reported.`);
    return 3;
  } finally {
    if (!(await session.stop())) {
      output.error('The adapter did not end when it was told to stop, and was killed.');
    }
  }
}

export const command: Command = { help, options: oracleOptions, run };

async function check(session: Session, options: Options, output: Output): Promise<OracleReport> {
  const dtype = oneOf('--dtype', options.dtype, session.dtypes) as DType;
  const mode = oneOf('--mode', options.mode, session.modes);
  const folder = options.corpus ?? join('.backproof', 'oracle');
  const bar = new OracleProgress(options.rows.filter((row) => isChecked(row, session)).length * options.runs);
  // Asked for by name, a mode is checked alone.
  const laws = options.laws.filter(({ id }) => id !== 'modes' || options.mode === undefined);
  const report = await checkImplementation(session, {
    ...options,
    laws,
    dtype,
    mode,
    saved: options.corpus === undefined ? () => [] : savedCases(options.corpus),
    keep: (row, _, testCase, dependence) => {
      const file = caseFile(folder, row, testCase);
      saveAll([{ file, text: () => caseText(testCase, dependence) }], output);
      return `npx backproof replay ${shellQuoted([file, '--', ...options.command])}`;
    },
    onCase: bar.count,
    onLeft: (row) => output.error(`${row}: the adapter died twice; the other cases were not run.`),
  });
  bar.clear();
  return report;
}

function oneOf(option: string, name: string | undefined, has: readonly string[]): string {
  if (name === undefined) return has[0] as string;
  if (has.includes(name)) return name;
  throw new UsageError(`${option} ${name}: the implementation has only ${has.join(', ')}.`);
}

/** Prints the matrix and writes the reports. @returns the exit code */
export function publish(
  report: OracleReport,
  { reports, expected }: ReturnType<typeof readReporting>,
  output: Output,
  isShard = false,
): ExitCode {
  const judgement = judgeExpectations(report, expected);
  const printed = reports.find(({ file }) => file === undefined);
  output.log(printed?.text(report) ?? summaryText(report, judgement, painter(showsColour(process.stdout))));
  const files = reports.flatMap(({ file, text }) =>
    file === undefined ? [] : [{ file, text: () => text(report) }],
  );
  if (!saveAll(files, output)) return 2;
  if (judgement.unexpected.length > 0) return 1;
  if (judgement.passing.length > 0) return 4;
  if (report.summary.agree + report.summary.disagree > 0) return 0;
  output.error('No law reached a verdict on any case: nothing was checked.');
  // One of several shards may have no row to check; what they found together is for merge to judge.
  return isShard ? 0 : 2;
}
