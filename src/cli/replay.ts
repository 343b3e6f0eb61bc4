/** `backproof replay`: runs one saved counterexample on the submission as it is now. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replay } from '../grader/replay.js';
import { parseReplay } from '../grader/replay-file.js';
import { type Command, type Output, UsageError } from './command.js';

const help = `backproof replay FILE

Runs a counterexample that \`backproof grade\` saved in .backproof again, on the submission as it is now.
Exit code: 0 every law holds on it, 1 one is broken, 2 it could not be run.`;

async function run(args: readonly string[], output: Output): Promise<number> {
  const [file, ...rest] = args;
  if (file === undefined || rest.length > 0)
    throw new UsageError('replay takes one FILE: a counterexample in .backproof.');
  const saved = parseReplay(read(file), file);
  if (typeof saved === 'string') throw new UsageError(`${file} holds no counterexample:\n${saved}`);
  const folder = mkdtempSync(join(tmpdir(), 'backproof-'));
  try {
    const { holds, text } = await replay(saved, folder);
    output.log(text);
    return holds ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const command: Command = { help, run };

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`There is no file "${file}" to replay.`);
  }
}
