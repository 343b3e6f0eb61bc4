import type { Annotation } from '../formats/annotation.js';
import type { ExitCode } from './exit-codes.js';

/** Where a command prints: results to `log`, complaints to `error`. `printable` disarms what terminals and CI would obey. */
export interface Output {
  log(text: string): void;
  error(text: string): void;
  /** Shows it beside its line, in a job of GitHub Actions: nothing else that is printed can be such a command. */
  annotate?(annotation: Annotation): void;
}

/** An option for Node's parseArgs, with what `--help` says about it. */
interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  /** The placeholder for its value, such as FILE. */
  readonly takes?: string;
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

/** What every command is: one file that parses its arguments, calls a room, and prints. */
export interface Command {
  /** Printed for `--help`. */
  readonly help: string;
  readonly options: Options;
  /** @returns the exit code. @throws {UsageError} when the arguments make no sense. */
  run(args: readonly string[], output: Output): Promise<ExitCode>;
}

/** Something that the user must change before there is anything to run: a sentence, and exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
