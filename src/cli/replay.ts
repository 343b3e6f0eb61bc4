/** `backproof replay`: runs one saved counterexample again, on a submission or on an adapter as it is now. */
import { loadFolder } from '../grader/own/load.js';
import { replay } from '../grader/replay.js';
import { parseReplay } from '../grader/replay-file.js';
import { removeTemporary, temporaryFolder } from '../wire/leftovers.js';
import { checkSize, checkSteps } from './case-size.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { optionLines, parseOptions, splitCommand, value } from './options.js';
import { sessionOptions } from './oracle-options.js';
import { readText } from './read-file.js';
import { oracleLine, replayAdapter } from './replay-adapter.js';

const ofSubmission = {
  exercise: value('DIR', "for an instructor's own exercise: its folder"),
} as const;
const options = { ...ofSubmission, ...sessionOptions };

const help = `backproof replay FILE [--exercise DIR]
backproof replay [options] CASE.json|REPORT.json -- COMMAND…

Runs a counterexample again: one that \`backproof grade\` saved in .backproof, on the submission as it is now; or a case
that \`backproof oracle\` saved, on the adapter that COMMAND starts. Of a JSON report of the oracle, all that failed is run again.

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
  const ofOracle = oracleLine(text, file);
  if (ofOracle !== undefined) throw new UsageError(ofOracle);
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

/** The case as written in the file; undefined if there is none, which `parseReplay` then reports. */
function caseIn(text: string): unknown {
  try {
    return Object(JSON.parse(text)).case;
  } catch {
    return undefined;
  }
}
