/** The message and the exit code when a command throws. Only this file decides them. */

import { InternalError } from '../case/internal-error.js';
import { shellQuoted } from '../formats/shell-quoted.js';
import { SetupError } from '../grader/setup-error.js';
import { AdapterError } from '../oracle/adapter-error.js';
import { UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { systemErrorSentence } from './system-error.js';
import { version } from './version.js';

export interface Failure {
  readonly code: ExitCode;
  readonly text: string;
}

/** @param args the command line, from the command on */
export function failureOf(error: unknown, args: readonly string[]): Failure {
  if (error instanceof UsageError) return { code: 2, text: usage(error.message, args[0]) };
  if (error instanceof SetupError) return { code: 2, text: clipped(error.message) };
  if (error instanceof AdapterError) return { code: 3, text: clipped(error.message) };
  const system = systemErrorSentence(error);
  if (system !== undefined) return { code: 2, text: clipped(system) };
  return { code: 70, text: internal(error, args) };
}

/** A complaint, and where to read on. @param command none for what concerns no single one */
export const usage = (sentence: string, command?: string): string =>
  `${clipped(sentence)}\nSee: backproof${command === undefined ? '' : ` ${command}`} --help`;

function internal(thrown: unknown, args: readonly string[]): string {
  const error = thrown instanceof InternalError ? thrown.cause : thrown;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const lines = [
    `This is an error of backproof itself: ${clipped(what.split('\n')[0] ?? '', 300)}`,
    'Please report it, with these lines and the files that it takes:',
    `  command: backproof ${clipped(shellQuoted(args), 300)}`,
    `  backproof ${version()}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
  ];
  const stack = error instanceof Error ? error.stack : undefined;
  const debug = process.env.BACKPROOF_DEBUG === '1';
  return [...lines, (debug && stack) || 'BACKPROOF_DEBUG=1 prints where it happened.'].join('\n');
}

/** Whatever was given on the command line or stood in a file may be quoted in a complaint, and be of any length. */
const clipped = (text: string, most = 4_000): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;
