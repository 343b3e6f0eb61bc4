/** The options of `backproof oracle`, read and checked. */
import { readFileSync } from 'node:fs';
import { caseId } from '../case/case-id.js';
import { dtypes } from '../case/tensor-data.js';
import { plainPiece } from '../formats/printable.js';
import {
  defaultOptions,
  type ExpectedFailure,
  functionsOfShard,
  type LinkOptions,
  parseExpectedFailures,
  reportedRows,
  rowNames,
  rowsOfShard,
} from '../oracle/index.js';
import { findings, laws, repeatedRuns } from '../verify/index.js';
import { type Output, UsageError } from './command.js';
import {
  flag,
  kinksDeclared,
  kinksOption,
  namesAmong,
  parseOptions,
  repeated,
  shardAsked,
  splitCommand,
  value,
  wholeNumber,
} from './options.js';
import { readModel } from './oracle-model.js';
import { type AskedReport, formatNames, reportsAsked } from './oracle-reports.js';
import { checkFile, checkFolder } from './save.js';
import { transcriptTo } from './transcript.js';
import { version } from './version.js';

const defaultRuns = 100;
const defaultSeed = 1;
const lawNames = laws.map(({ id }) => id);

/** What it takes to talk to an adapter: also `replay` has these options. */
export const sessionOptions = {
  timeout: value('SECONDS', 'how long one reply may take (default 10)'),
  restarts: value('N', `how often the adapter may be started again (default ${defaultOptions.restarts})`),
  validate: flag("checks every line against the protocol's JSON Schemas"),
  transcript: value('FILE', 'records every line of the conversation'),
} as const;

/** What `oracle` and `merge` have in common. */
export const reportingOptions = {
  'expected-failures': value(
    'FILE',
    'known failures: a JSON list of {"op", "law" or "laws", "cause"?, "issue", "sometimes"?}',
  ),
  'write-expected': value('FILE', 'writes the failures of this run as such a list, by cause'),
  format: repeated(
    'NAME',
    `writes a report to --out: ${formatNames.join(', ')}; both may be given several times`,
  ),
  out: repeated('FILE', 'the file to write to'),
} as const;

export const oracleOptions = {
  model: value(
    'FILE',
    'checks one model instead of drawn cases: a case, a program, or a graph of an export script (see docs/models.md)',
  ),
  ops: value(
    'NAME[,NAME…]',
    'rows to check: ops, or programs, in which ops are wired together (default: all)',
  ),
  functions: value('NAME[,NAME…]', 'functions of the adapter to check (default: all, unless --ops is given)'),
  laws: value('NAME[,NAME…]', lawNames.join(', ')),
  runs: value(
    'N',
    `cases per op, a tenth of them on long axes, and from 100 on one of more than 65,536 entries (default ${defaultRuns})`,
  ),
  seed: value('N', `draws other cases (default ${defaultSeed}); the same seed draws the same`),
  dtype: value('NAME', `${dtypes.join(', ')} (default: the first that the adapter has)`),
  mode: value('NAME', 'the mode to check (default: all modes, each compared with the first)'),
  kinks: kinksOption,
  plain: flag(
    'draws every op alone; otherwise two of three cases hand it views, or wire other steps around it, if these are right by themselves',
  ),
  shard: value('I/N', 'checks the Ith of N parts of the rows; backproof merge merges the reports'),
  corpus: value('DIR', 'cases saved there run first; new counterexamples are added'),
  ...reportingOptions,
  'leave-expected': flag(
    'leaves the expected failures of ops as they are found: not shrunk, not named, and not tried in a fresh process',
  ),
  nondeterminism: value(
    'TOL',
    `runs of a case may differ by TOL of an entry's size, for example because a GPU adds up sums in any order: measures the difference over ${repeatedRuns} runs of each case, and prints it`,
  ),
  ...sessionOptions,
} as const;

/** What is about drawn cases. */
const ofDraws = ['ops', 'runs', 'plain', 'nondeterminism', 'leave-expected'] as const;

export type OracleOptions = Awaited<ReturnType<typeof readOracleOptions>>;

type Values = ReturnType<typeof parseOptions<typeof oracleOptions>>['values'];

export async function readOracleOptions(args: readonly string[], output: Output) {
  const { own, command } = splitCommand(args);
  if (command === undefined) {
    throw new UsageError('Say how to start the adapter: backproof oracle [options] -- COMMAND…');
  }
  const { values, positionals } = parseOptions(own, oracleOptions);
  if (positionals.length > 0)
    throw new UsageError(`Put -- before the adapter's command: -- ${positionals.join(' ')}`);
  const idle = values.model === undefined ? undefined : ofDraws.find((name) => values[name] !== undefined);
  if (idle !== undefined)
    throw new UsageError(
      `--${idle} is about drawn cases; with --model there are none. Leave one of them out.`,
    );
  if (values.corpus !== undefined) checkFolder('--corpus', values.corpus);
  const chosen = namesAmong('--laws', values.laws, lawNames);
  const seed = wholeNumber('--seed', values.seed, defaultSeed, 0);
  const shard = shardAsked(values.shard) ?? { part: 1, of: 1 };
  const runs = wholeNumber('--runs', values.runs, defaultRuns, 1);
  const model = values.model === undefined ? undefined : readModel(values.model, seed);
  const kinks = kinksDeclared(values.kinks);
  const nondeterminism = nondeterminismAllowed(values.nondeterminism);
  const rows = rowsOfShard(namesAmong('--ops', values.ops, rowNames), shard);
  return {
    command,
    /** The rows of an adapter that has these ops. Functions may be asked for alone. */
    rowsOf: (ops: readonly string[]): readonly string[] =>
      values.ops === undefined && (ops.length === 0 || values.functions !== undefined) ? [] : rows,
    /** Of the names of an adapter's functions, those to check. @throws {UsageError} */
    functionsOf: (names: readonly string[]): readonly string[] =>
      values.ops !== undefined && values.functions === undefined
        ? []
        : functionsOfShard(namesAmong('--functions', values.functions, names), shard),
    /** Whether there are others, which `merge` puts together with this one. */
    isShard: shard.of > 1,
    shard,
    laws: laws.filter(({ id }) => chosen.includes(id)),
    runs,
    seed,
    /** What reports say was asked for. */
    asked: {
      package: version(),
      ops: values.ops?.split(',') ?? null,
      functions: values.functions?.split(',') ?? null,
      laws: chosen,
      runs,
      plain: values.plain === true,
      kinks: kinks.kinks ?? null,
      nondeterminism: nondeterminism.nondeterminism ?? null,
      model: model === undefined ? null : caseId(model.testCase),
    },
    model,
    dtype: values.dtype,
    mode: values.mode,
    ...kinks,
    views: values.plain !== true,
    corpus: values.corpus,
    ...nondeterminism,
    ...readReporting(values),
    leavesExpected: leavesExpected(values),
    session: await linkOptions(values, output),
  };
}

export function readReporting(
  values: Pick<Values, 'expected-failures' | 'write-expected' | 'format' | 'out'>,
): {
  readonly writtenTo: string | undefined;
  reports: readonly AskedReport[];
  expected: readonly ExpectedFailure[];
} {
  const { 'expected-failures': file, 'write-expected': writtenTo } = values;
  if (writtenTo !== undefined) checkFile('--write-expected', writtenTo);
  return {
    writtenTo,
    reports: reportsAsked(values.format, values.out),
    expected: file === undefined ? [] : expectedFailuresIn(file),
  };
}

export async function linkOptions(
  values: Pick<Values, 'timeout' | 'restarts' | 'transcript' | 'validate'>,
  output: Output,
): Promise<Partial<LinkOptions>> {
  const { transcript } = values;
  return {
    timeoutMilliseconds: milliseconds(values.timeout),
    restarts: wholeNumber('--restarts', values.restarts, defaultOptions.restarts, 0),
    onStderr: (text) => process.stderr.write(plainPiece(text)),
    ...(transcript !== undefined && { onLine: transcriptTo(transcript, output) }),
    ...(values.validate && { problemsOf: (await import('../oracle/validate.js')).problemsOf }),
  };
}

function leavesExpected(values: Pick<Values, 'leave-expected' | 'expected-failures'>): boolean {
  const leaves = values['leave-expected'] === true;
  if (leaves && values['expected-failures'] === undefined)
    throw new UsageError('--leave-expected is about the failures in --expected-failures FILE; give both.');
  return leaves;
}

/** A share of an entry's size. */
function nondeterminismAllowed(text: string | undefined): { readonly nondeterminism?: number } {
  if (text === undefined) return {};
  const tolerance = text.trim() === '' ? Number.NaN : Number(text);
  if (tolerance > 0 && tolerance < 1) return { nondeterminism: tolerance };
  throw new UsageError(
    `--nondeterminism takes a fraction of an entry's size, more than 0 and less than 1, such as 1e-6, not "${text}".`,
  );
}

function milliseconds(text: string | undefined): number {
  if (text === undefined) return defaultOptions.timeoutMilliseconds;
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 3600) return Math.ceil(seconds * 1000);
  throw new UsageError(`--timeout takes seconds, more than 0 and at most 3600, not "${text}".`);
}

function expectedFailuresIn(file: string): readonly ExpectedFailure[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`There is no file "${file}" of expected failures.`);
  }
  const parsed = parseExpectedFailures(text, reportedRows, [...findings.map(({ id }) => id), ...lawNames]);
  if (typeof parsed !== 'string') return parsed;
  throw new UsageError(`${file} is not a list of expected failures:\n${parsed}`);
}
