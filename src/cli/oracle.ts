/** `backproof oracle`: checks an implementation at the other end of a pipe against the laws, and prints the matrix. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Json } from '../case/json.js';
import { opsOf } from '../case/program.js';
import type { DType } from '../case/tensor-data.js';
import { shellQuoted } from '../formats/shell-quoted.js';
import {
  checkImplementation,
  expectedFailuresText,
  isChecked,
  judgeExpectations,
  type OracleReport,
  Session,
  smokeTest,
  summaryText,
} from '../oracle/index.js';
import type { Dependence } from '../verify/index.js';
import { annotationsOf } from './annotations.js';
import { type Command, type Output, UsageError } from './command.js';
import { caseFile, caseText, rowOf, savedCases, savedFunctionCases } from './corpus.js';
import type { ExitCode } from './exit-codes.js';
import { optionLines } from './options.js';
import { checkWholeModel } from './oracle-model.js';
import {
  type OracleOptions,
  oracleOptions,
  readOracleOptions,
  type readReporting,
} from './oracle-options.js';
import { OracleProgress } from './oracle-progress.js';
import { saveAll } from './save.js';
import { painter, showsColour } from './style.js';

const help = `backproof oracle [options] -- COMMAND…

Starts COMMAND, an adapter (see docs/adapters.md), and checks the implementation behind it against the laws: on drawn cases, op
by op, or on one whole model.

${optionLines(oracleOptions)}

Exit code: 0 all agree, 1 disagreements, 2 usage, a file not written, or nothing was decided,
3 the adapter is broken, 4 an expected failure passed,
70 an error of backproof itself, 129, 130, 143 ended by SIGHUP, SIGINT, SIGTERM.`;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const options = await readOracleOptions(args, output);
  const session = await Session.open(options.command, options.session);
  try {
    if (session.ops.length > 0) await smokeTest(session);
    const report = inFull(await check(session, options, output), options, session);
    const code = publish(report, options, output);
    const { unexpected } = judgeExpectations(report, options.expected);
    for (const each of annotationsOf(unexpected)) output.annotate?.(each);
    return code;
  } finally {
    if (!(await session.stop())) {
      output.error('The adapter did not end after "stop", and was killed.');
    }
  }
}

export const command: Command = { help, options: oracleOptions, run };

async function check(session: Session, options: OracleOptions, output: Output): Promise<OracleReport> {
  const dtype = oneOf('--dtype', options.dtype, session.dtypes) as DType;
  const mode = oneOf('--mode', options.mode, session.modes);
  const folder = options.corpus ?? join('.backproof', 'oracle');
  // Asked for by name, a mode is checked alone.
  const laws = options.laws.filter(({ id }) => id !== 'modes' || options.mode === undefined);
  const replay = (file: string) => `npx backproof replay ${shellQuoted([file, '--', ...options.command])}`;
  const left = options.leavesExpected ? options.expected : [];
  // A cause is known only once the case is shrunk.
  const issueOf = (row: string, law: string) => {
    const known = left.find((each) => each.op === row && each.law === law && each.cause === undefined);
    return known && (known.issue ?? 'no issue yet');
  };
  const isOfCause = (row: string, law: string) =>
    options.expected.some((each) => each.op === row && each.cause !== undefined && (each.law ?? law) === law);
  const keep = (row: string, testCase: Case, dependence?: Dependence) => {
    const file = caseFile(folder, row, testCase);
    saveAll([{ file, text: () => caseText(testCase, dependence) }], output);
    return replay(file);
  };
  const keepFunction = (name: string, id: string, json: Json) => {
    const file = join(folder, name, `${id}.json`);
    saveAll([{ file, text: () => `${JSON.stringify(json)}\n` }], output);
    return replay(file);
  };
  // In the row of its op, a later run with this corpus finds it.
  const keepInItsRow = (testCase: Case, dependence?: Dependence) =>
    keep(rowOf(opsOf(testCase.program)), testCase, dependence);
  if (options.model !== undefined) {
    const asked = { ...options, laws, dtype, mode, keep: keepInItsRow, keepFunction };
    return checkWholeModel(session, options.model, asked, output);
  }
  checkHasAny(options.asked.ops, session);
  const rows = options.rowsOf(session.ops);
  const names = options.functionsOf(session.functions.map(({ name }) => name));
  const functions = session.functions.filter(({ name }) => names.includes(name));
  const checked = rows.filter((row) => isChecked(row, session)).length + functions.length;
  const bar = new OracleProgress(checked * options.runs);
  const report = await checkImplementation(session, {
    ...options,
    rows,
    functions: {
      functions,
      keepFunction,
      savedFunction: options.corpus === undefined ? () => [] : savedFunctionCases(options.corpus),
    },
    laws,
    dtype,
    mode,
    saved: options.corpus === undefined ? () => [] : savedCases(options.corpus),
    issueOf,
    isOfCause,
    // The file of a saved case may also hold what it depends on, which is not asked for again.
    keep: (row, law, testCase, dependence) => {
      const file = caseFile(folder, row, testCase);
      return issueOf(row, law) !== undefined && existsSync(file)
        ? replay(file)
        : keep(row, testCase, dependence);
    },
    onCase: bar.count,
    onLeft: (row) => output.error(`${row}: the adapter died twice; the other cases were not run.`),
  });
  bar.clear();
  return report;
}

/** With what belongs to the run, and not to what was found. */
function inFull(
  report: OracleReport,
  { asked, isShard, shard }: OracleOptions,
  session: Session,
): OracleReport {
  const { version, implementation, seed, ...found } = report;
  const { broken } = session;
  return {
    ...{ version, implementation, seed, asked },
    ...(isShard && { shard }),
    ...(broken !== undefined && { brokeOff: broken.message }),
    ...found,
  };
}

/** Of the rows that are asked for by name one must be there, whichever shard this is. @throws {UsageError} */
function checkHasAny(asked: readonly string[] | null, session: Session): void {
  if (asked === null || asked.some((row) => isChecked(row, session))) return;
  const has = session.ops.join(', ') || 'no ops';
  throw new UsageError(
    `--ops ${asked.join(',')}: ${session.name} has none of it; nothing would be checked. It has ${has}.`,
  );
}

function oneOf(option: string, name: string | undefined, has: readonly string[]): string {
  if (name === undefined) return at(has, 0);
  if (has.includes(name)) return name;
  throw new UsageError(`${option} ${name}: the implementation has only ${has.join(', ')}.`);
}

/** Prints the matrix and writes the reports. @returns the exit code */
export function publish(
  report: OracleReport,
  { reports, expected, writtenTo }: ReturnType<typeof readReporting>,
  output: Output,
): ExitCode {
  const judgement = judgeExpectations(report, expected);
  const printed = reports.find(({ file }) => file === undefined);
  output.log(printed?.text(report) ?? summaryText(report, judgement, painter(showsColour(process.stdout))));
  const files = reports.flatMap(({ file, text }) =>
    file === undefined ? [] : [{ file, text: () => text(report) }],
  );
  const list =
    writtenTo === undefined ? [] : [{ file: writtenTo, text: () => expectedFailuresText(report, expected) }];
  const saved = saveAll([...files, ...list], output);
  if (report.brokeOff !== undefined) {
    output.error(`${report.brokeOff}\nThe finished part is reported.`);
    return 3;
  }
  if (!saved) return 2;
  if (writtenTo !== undefined && judgement.unexpected.length > 0)
    output.error(untilNothingIsHidden(writtenTo));
  if (judgement.unexpected.length > 0) return 1;
  if (judgement.passing.length > 0) return 4;
  return isDecided(report, output) ? 0 : 2;
}

/** Cases that an expected failure breaks are followed to the next cause: a list may need several runs to be whole. */
const untilNothingIsHidden = (file: string): string =>
  `The failures are in ${file}. They may hide others: run this again with --expected-failures ${file} --write-expected ${file}, until it exits with 0.`;

/** Whether any law reached a verdict; one of several shards may have no row to check, which is for `merge` to judge. */
function isDecided({ summary, shard }: OracleReport, output: Output): boolean {
  if (summary.agree + summary.disagree > 0) return true;
  output.error('No law reached a verdict on any case: nothing was checked.');
  return shard !== undefined;
}
