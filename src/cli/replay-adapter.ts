/** `backproof replay` of what the oracle found, on an adapter: one case, or all that failed in a report. */
import { submissionOver } from '../grader/adapter/submission.js';
import { judgeLeniently } from '../grader/conventions/excuse-convention.js';
import { beyond } from '../oracle/beyond.js';
import { isFunctionCase } from '../oracle/function-case.js';
import { type OracleReport, parseReport, Session } from '../oracle/index.js';
import { blocksOf } from '../oracle/reports/failure.js';
import { notReproduced } from '../oracle/saved-case.js';
import { explainCase, explainDependence, judge, type State, stateOf } from '../verify/index.js';
import { type Output, UsageError } from './command.js';
import { type Saved, savedIn } from './corpus.js';
import type { ExitCode } from './exit-codes.js';
import { parseOptions } from './options.js';
import { linkOptions, sessionOptions } from './oracle-options.js';
import { readJson } from './read-file.js';
import { replayFunction } from './replay-function.js';
import { verdictText } from './verdict-text.js';

const codes = { holds: 0, broken: 1, undecided: 2 } as const;

export async function replayAdapter(
  args: readonly string[],
  adapter: readonly string[],
  output: Output,
): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, sessionOptions);
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0)
    throw new UsageError('replay takes one CASE.json, or one REPORT.json, before the --.');
  const json = readJson(file);
  const asked = isReport(json) ? reportedIn(json, file) : [caseIn(json, file)];
  const session = await Session.open(adapter, await linkOptions(values, output));
  try {
    const states: State[] = [];
    for (const run of asked) if (session.broken === undefined) states.push(await run(session, output));
    const state = states.find((each) => each === 'broken') ?? states.find((each) => each === 'undecided');
    return session.broken === undefined ? codes[state ?? 'holds'] : 3;
  } finally {
    await session.stop();
  }
}

type Run = (session: Session, output: Output) => Promise<State>;

/** A case, read and checked before the adapter is started. @throws {UsageError} */
function caseIn(json: unknown, file: string): Run {
  if (!isFunctionCase(json)) {
    const saved = savedIn(json, file);
    return (session, output) => replayCase(session, saved, output);
  }
  return async (session, output) => {
    const state = await replayFunction(session, json, file, output);
    if (state === 'undecided') output.error(undecided);
    return state;
  };
}

const undecided = 'This case is undecided, which does not prove that it is right.';

/** Each case that failed, once. @throws {UsageError} */
function reportedIn(json: unknown, file: string): Run[] {
  const report = parseReport(json);
  if (typeof report === 'string') throw new UsageError(`${file} is not a report of the oracle: ${report}.`);
  const blocks = blocksOf(report.failures);
  return blocks.map(({ failure, also }) => {
    const { op, law, caseId, dependence } = failure;
    const own = isFunctionCase(failure.case) ? failure.case : { ...dependence, case: failure.case };
    const run = caseIn(own, `${file}, ${op} ${caseId}`);
    return (session, output) => {
      output.log(`── ${op}: ${[law, ...also].join(', ')} ──`);
      return run(session, output);
    };
  });
}

async function replayCase(session: Session, saved: Saved, output: Output): Promise<State> {
  const { testCase, dependence, conventions } = saved;
  const why = beyond(session, testCase);
  if (why !== undefined) {
    output.error(why);
    return 'undecided';
  }
  if (dependence?.before !== undefined) await session.run(dependence.before);
  const verdicts =
    conventions === undefined
      ? await judge(session, testCase)
      : await judgeLeniently(submissionOver(session), conventions, testCase);
  output.log(explainCase(testCase));
  if (dependence !== undefined) output.log(`\n${explainDependence(dependence)}\n`);
  for (const each of verdicts) output.log(verdictText(each));
  const state = stateOf(verdicts);
  if (state === 'holds' && dependence !== undefined && dependence.before === undefined) {
    output.error(notReproduced(dependence));
    return 'undecided';
  }
  if (state === 'undecided') output.error(undecided);
  return state;
}

const isReport = (json: unknown): boolean => 'matrix' in Object(json) && 'failures' in Object(json);

/** What to do if there is no command, and the file is the oracle's: undefined if it is none. */
export function oracleLine(text: string, file: string): string | undefined {
  const json = jsonIn(text);
  const { program, before, ran } = Object(json) as Readonly<Record<string, unknown>>;
  const isCase = program !== undefined || (before !== undefined && ran !== undefined) || isFunctionCase(json);
  if (!isCase && !isReport(json)) return undefined;
  const what = isCase ? 'a case' : 'a report';
  return `${file} is ${what} of backproof oracle: say how to start the adapter.\nnpx backproof replay ${file} -- ${commandIn(json)}`;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The command that the report was made with. */
function commandIn(json: unknown): string {
  const [failure] = (Object(json) as Partial<OracleReport>).failures ?? [];
  return / -- (.+)$/s.exec(String(failure?.replay))?.[1] ?? 'COMMAND…';
}
