import type { ParseArgsConfig } from 'node:util';
import type { ExitCode } from './exit-codes.js';

/** Where a command prints: results to `log`, complaints to `error`. */
export interface Output {
  log(text: string): void;
  error(text: string): void;
}

/** Options by name, as Node's parseArgs takes them. */
export type OptionTypes = NonNullable<ParseArgsConfig['options']>;

/** What every command is: one file that parses its arguments, calls a room, and prints. */
export interface Command {
  /** Printed for `--help`. */
  readonly help: string;
  /** What `parseOptions` takes for it: a spec holds that the help names each. */
  readonly options: OptionTypes;
  /** @returns the exit code. @throws {UsageError} when the arguments make no sense. */
  run(args: readonly string[], output: Output): Promise<ExitCode>;
}

/** Something that the user must change before there is anything to run: a sentence, and exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
