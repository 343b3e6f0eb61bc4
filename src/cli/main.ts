/** `backproof COMMAND …`. A command is imported only when it is asked for: starting up is part of every run. */

import { annotationLine } from '../formats/annotation.js';
import { printable } from '../formats/printable.js';
import type { Command, Output } from './command.js';
import { type ExitCode, exitCodeLines } from './exit-codes.js';
import { failureOf, usage } from './failure.js';
import { version } from './version.js';

const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  learn: () => import('./learn.js'),
  grade: () => import('./grade.js'),
  assignment: () => import('./assignment.js'),
  exercise: () => import('./exercise.js'),
  replay: () => import('./replay.js'),
  report: () => import('./report.js'),
  oracle: () => import('./oracle.js'),
  smoke: () => import('./smoke.js'),
  ops: () => import('./ops.js'),
  function: () => import('./function.js'),
  audit: () => import('./audit.js'),
  merge: () => import('./merge.js'),
  matrix: () => import('./matrix.js'),
  doctor: () => import('./doctor.js'),
};

const help = `backproof finds wrong gradients.

  backproof learn                go through the exercises, each checked when you save it
  backproof grade [SUBMISSION]   grade a folder of exercises (default: exercises)
  backproof grade SUBMISSION… --out DIR
                                 grade a whole class
  backproof assignment create DIR
                                 write a starter repository, and an autograder for Gradescope
  backproof exercise new NAME    write an exercise of your own, to be changed
  backproof exercise check       hold it to what it promises
  backproof oracle -- COMMAND    check an implementation in any language
  backproof smoke -- COMMAND     run one case of each of its ops: what runs, what it lacks, what is wrong
  backproof ops [NAME…]          list the ops of programs, or say all about some
  backproof function --stdio     check functions of the program that started it, as backproof.py does
  backproof audit FOLDER --test COMMAND
                                 list the known mistakes that your own tests do not notice
  backproof merge DIR… | FILE…   merge the shards of a class, or of an oracle's reports
  backproof matrix REPORT…       make a page of the oracle's reports of many systems
  backproof replay FILE          run one saved counterexample again
  backproof report [FILE…|DIR]   write a page that shows failures as pictures
  backproof doctor               say what confines submissions on this machine

  backproof COMMAND --help       the options of a command
  backproof --version

Exit codes:
${exitCodeLines()}

BACKPROOF_DEBUG=1 prints the stack of an error of backproof itself.`;

/** Runs a command line. @returns the exit code, one of `exitCodes`: nothing is thrown */
export async function run(args: readonly string[], given: Output = console): Promise<ExitCode> {
  // Everything printed goes through this one place, whoever wrote it.
  const output: Output = {
    log: (text: string) => given.log(printable(text)),
    error: (text: string) => given.error(printable(text)),
    // GitHub reads them on both streams; standard output may be a report.
    annotate: (annotation) =>
      given.error(annotationLine({ ...annotation, message: printable(annotation.message) })),
  };
  try {
    return await runCommand(args, output);
  } catch (error) {
    const { code, text } = failureOf(error, args);
    output.error(text);
    return code;
  }
}

async function runCommand([name, ...args]: readonly string[], output: Output): Promise<ExitCode> {
  const say = (text: string): ExitCode => {
    output.log(text);
    return 0;
  };
  const complain = (sentence: string, command?: string): ExitCode => {
    output.error(usage(sentence, command));
    return 2;
  };
  if (name === undefined || name === '--help' || name === '-h') return say(help);
  if (name === '--version') return say(version());
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    return complain(`There is no command "${name}". The commands are ${Object.keys(commands).join(', ')}.`);
  }
  // No file has such a name, and Node says so with errors of its own.
  const nul = args.findIndex((arg) => arg.includes('\0'));
  if (nul !== -1)
    return complain(`Argument ${nul + 1} of ${name} holds a NUL byte; nothing takes one.`, name);
  const { command } = await load();
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (own.includes('--help') || own.includes('-h')) return say(command.help);
  return command.run(args, output);
}
