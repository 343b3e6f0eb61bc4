/** `backproof COMMAND …`. A command is imported only when it is asked for: starting up is part of every run. */
import { readFileSync } from 'node:fs';
import { SetupError } from '../grader/setup-error.js';
import { AdapterError } from '../oracle/adapter-error.js';
import { type Command, type Output, UsageError } from './command.js';

const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  grade: () => import('./grade.js'),
  assignment: () => import('./assignment.js'),
  replay: () => import('./replay.js'),
  oracle: () => import('./oracle.js'),
  merge: () => import('./merge.js'),
  doctor: () => import('./doctor.js'),
};

const help = `backproof finds wrong gradients.

  backproof grade [SUBMISSION]   grade a folder of exercises (default: exercises)
  backproof grade SUBMISSION… --out DIR
                                 grade a whole class
  backproof assignment create DIR
                                 write a starter repository, and an autograder for Gradescope
  backproof oracle -- COMMAND    check an implementation in any language
  backproof merge DIR… | FILE…   put the shards of a class, or of an oracle's reports, together
  backproof replay FILE          run one saved counterexample again
  backproof doctor               say what keeps submissions in bounds on this machine

  backproof COMMAND --help       the options of a command
  backproof --version`;

const version = (): string => {
  const manifest = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
};

/** Runs a command line. @returns the exit code: 0 all well, 1 something is wrong, 2 it could not be run, 3 an adapter is broken. */
export async function run([name, ...args]: readonly string[], output: Output = console): Promise<number> {
  const say = (text: string) => {
    output.log(text);
    return 0;
  };
  const complain = (sentence: string, command = '') => {
    output.error(`${sentence}\nSee: backproof${command} --help`);
    return 2;
  };
  if (name === undefined || name === '--help' || name === '-h') return say(help);
  if (name === '--version') return say(version());
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    return complain(`There is no command "${name}". The commands are ${Object.keys(commands).join(', ')}.`);
  }
  const { command } = await load();
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (own.includes('--help') || own.includes('-h')) return say(command.help);
  try {
    return await command.run(args, output);
  } catch (error) {
    if (error instanceof UsageError) return complain(error.message, ` ${name}`);
    if (error instanceof SetupError) {
      output.error(error.message);
      return 2;
    }
    if (error instanceof AdapterError) {
      output.error(error.message);
      return 3;
    }
    throw error;
  }
}
