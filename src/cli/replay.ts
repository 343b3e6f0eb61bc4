/** `backproof replay`: runs one saved counterexample again, on a submission or on an adapter as it is now. */
import { readFileSync } from 'node:fs';
import { replay } from '../grader/replay.js';
import { parseReplay } from '../grader/replay-file.js';
import { Session } from '../oracle/index.js';
import { removeTemporary, temporaryFolder } from '../oracle/leftovers.js';
import { explainCase, fails, formatVerdict, judge } from '../verify/index.js';
import { type Command, type Output, UsageError } from './command.js';
import { readCase } from './corpus.js';
import { parseOptions, splitCommand } from './options.js';
import { sessionOptionNames, sessionOptions } from './oracle-options.js';

const help = `backproof replay FILE
backproof replay [options] CASE.json -- COMMAND…

Runs a counterexample again: one that \`backproof grade\` saved in .backproof, on the submission as it is now; or a case
that \`backproof oracle\` saved, on the adapter that COMMAND starts. The options are --timeout, --restarts, --validate and
--transcript, as for \`backproof oracle\`.
Exit code: 0 every law holds on it, 1 one is broken, 2 it could not be run, 3 the adapter is broken.`;

async function run(args: readonly string[], output: Output): Promise<number> {
  const { own, command } = splitCommand(args);
  return command === undefined ? replaySubmission(own, output) : replayAdapter(own, command, output);
}

export const command: Command = { help, run };

async function replaySubmission(args: readonly string[], output: Output): Promise<number> {
  const [file, ...rest] = args;
  if (file === undefined || rest.length > 0) {
    throw new UsageError('replay takes one FILE: a counterexample in .backproof.');
  }
  const saved = parseReplay(read(file), file);
  if (typeof saved === 'string') throw new UsageError(`${file} holds no counterexample:\n${saved}`);
  const folder = temporaryFolder();
  try {
    const { holds, text } = await replay(saved, folder);
    output.log(text);
    return holds ? 0 : 1;
  } finally {
    removeTemporary(folder);
  }
}

async function replayAdapter(
  args: readonly string[],
  adapter: readonly string[],
  output: Output,
): Promise<number> {
  const { values, positionals } = parseOptions(args, sessionOptionNames);
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0)
    throw new UsageError('replay takes one CASE.json before the --.');
  const testCase = readCase(file);
  const session = await Session.open(adapter, await sessionOptions(values));
  try {
    const verdicts = await judge(session, testCase);
    output.log(explainCase(testCase));
    for (const { law, verdict } of verdicts) {
      output.log(
        `${fails(verdict) ? '✗' : '✓'} ${law.sentence}${verdict.kind === 'agree' ? '' : `: ${formatVerdict(verdict)}`}`,
      );
    }
    return verdicts.some(({ verdict }) => fails(verdict)) ? 1 : 0;
  } finally {
    await session.stop();
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`There is no file "${file}" to replay.`);
  }
}
