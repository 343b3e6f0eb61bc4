/** `backproof replay`: runs one saved counterexample again, on a submission or on an adapter as it is now. */
import { submissionOver } from '../grader/adapter/submission.js';
import { judgeLeniently } from '../grader/conventions/excuse-convention.js';
import { loadFolder } from '../grader/own/load.js';
import { replay } from '../grader/replay.js';
import { parseReplay } from '../grader/replay-file.js';
import { beyond } from '../oracle/beyond.js';
import { isFunctionCase } from '../oracle/function-case.js';
import { Session } from '../oracle/index.js';
import { notReproduced } from '../oracle/saved-case.js';
import { explainCase, explainDependence, judge, stateOf } from '../verify/index.js';
import { removeTemporary, temporaryFolder } from '../wire/leftovers.js';
import { checkSize, checkSteps } from './case-size.js';
import { type Command, type Output, UsageError } from './command.js';
import { readSaved } from './corpus.js';
import type { ExitCode } from './exit-codes.js';
import { optionLines, parseOptions, splitCommand, value } from './options.js';
import { linkOptions, sessionOptions } from './oracle-options.js';
import { readJson, readText } from './read-file.js';
import { replayFunction } from './replay-function.js';
import { verdictText } from './verdict-text.js';

const ofSubmission = {
  exercise: value('DIR', "for an instructor's own exercise: its folder"),
} as const;
const options = { ...ofSubmission, ...sessionOptions };

const help = `backproof replay FILE [--exercise DIR]
backproof replay [options] CASE.json -- COMMAND…

Runs a counterexample again: one that \`backproof grade\` saved in .backproof, on the submission as it is now; or a case
that \`backproof oracle\` saved, on the adapter that COMMAND starts.

${optionLines(options)}

Exit code: 0 every law holds on it, 1 one is broken, 2 it could not be run or decided, 3 the adapter is broken,
70 an error of backproof itself.`;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { own, command } = splitCommand(args);
  return command === undefined ? replaySubmission(own, output) : replayAdapter(own, command, output);
}

export const command: Command = { help, options, run };

const codes = { holds: 0, broken: 1, undecided: 2 } as const;

async function replaySubmission(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, ofSubmission);
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) {
    throw new UsageError('replay takes one FILE: a counterexample in .backproof.');
  }
  const text = readText(file);
  checkSteps(caseIn(text), file);
  const exercise = values.exercise === undefined ? [] : loadFolder(values.exercise);
  const saved = parseReplay(text, file, exercise);
  if (typeof saved === 'string') throw new UsageError(`${file} is not a counterexample:\n${saved}`);
  checkSize(saved.testCase, file);
  const folder = temporaryFolder();
  try {
    const { state, text } = await replay(saved, folder);
    output.log(text);
    return codes[state];
  } finally {
    removeTemporary(folder);
  }
}

async function replayAdapter(
  args: readonly string[],
  adapter: readonly string[],
  output: Output,
): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, sessionOptions);
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0)
    throw new UsageError('replay takes one CASE.json before the --.');
  const json = readJson(file);
  if (isFunctionCase(json)) return replayFunctionOn(adapter, values, json, file, output);
  const { testCase, dependence, conventions } = readSaved(file);
  const session = await Session.open(adapter, await linkOptions(values, output));
  try {
    const why = beyond(session, testCase);
    if (why !== undefined) {
      output.error(why);
      return 2;
    }
    if (dependence?.before !== undefined) await session.run(dependence.before);
    const verdicts =
      conventions === undefined
        ? await judge(session, testCase)
        : await judgeLeniently(submissionOver(session), conventions, testCase);
    output.log(explainCase(testCase));
    if (dependence !== undefined) output.log(`\n${explainDependence(dependence)}\n`);
    for (const each of verdicts) output.log(verdictText(each));
    const passes =
      stateOf(verdicts) === 'holds' && dependence !== undefined && dependence.before === undefined;
    const state = passes ? 'undecided' : stateOf(verdicts);
    if (passes) output.error(notReproduced(dependence));
    else if (state === 'undecided')
      output.error('This case is undecided, which does not prove that it is right.');
    return session.broken === undefined ? codes[state] : 3;
  } finally {
    await session.stop();
  }
}

async function replayFunctionOn(
  adapter: readonly string[],
  values: Parameters<typeof linkOptions>[0],
  json: unknown,
  file: string,
  output: Output,
): Promise<ExitCode> {
  const session = await Session.open(adapter, await linkOptions(values, output));
  try {
    const state = await replayFunction(session, json, file, output);
    if (state === 'undecided') output.error('This case is undecided, which does not prove that it is right.');
    return session.broken === undefined ? codes[state] : 3;
  } finally {
    await session.stop();
  }
}

/** The case as written in the file; undefined if there is none, which `parseReplay` then reports. */
function caseIn(text: string): unknown {
  try {
    return Object(JSON.parse(text)).case;
  } catch {
    return undefined;
  }
}
