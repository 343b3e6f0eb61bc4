/** The command line as a process: whatever goes wrong, wherever, ends in a sentence and a documented exit code. */
import { printable } from '../formats/printable.js';
import { failureOf } from './failure.js';
import { run } from './main.js';
import { systemErrorSentence } from './system-error.js';

/** Runs a command line, and sets the exit code of this process. */
export async function runProcess(args: readonly string[]): Promise<void> {
  const fail = (error: unknown) => {
    const { code, text } = failureOf(error, args);
    console.error(printable(text));
    process.exit(code);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  watchStandardOutput();
  process.exitCode = await run(args);
}

/**
 * A result that nobody could read is no success. The command goes on, since it may still have files to save; what
 * happened is said when it ends.
 */
function watchStandardOutput(): void {
  let failed: NodeJS.ErrnoException | undefined;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (failed === undefined && error.code !== 'EPIPE') {
      const why = systemErrorSentence(error) ?? error.message;
      console.error(printable(`Standard output cannot be written to: ${why}`));
    }
    failed ??= error;
  });
  // Complaints that nobody reads change nothing.
  process.stderr.on('error', () => {});
  process.on('exit', () => {
    if (failed !== undefined) process.exitCode = failed.code === 'EPIPE' ? 141 : 2;
  });
}
