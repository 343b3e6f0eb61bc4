/** The lines of a conversation on disk. It is an extra: where it cannot be kept, that is said, and the run goes on. */
import { appendFileSync, writeFileSync } from 'node:fs';
import type { Output } from './command.js';
import { checkFile } from './save.js';
import { systemErrorSentence } from './system-error.js';

/** @throws {UsageError} when it cannot even be begun */
export function transcriptTo(file: string, output: Output): (direction: string, line: string) => void {
  checkFile('--transcript', file);
  writeFileSync(file, '');
  let kept = true;
  return (direction, line) => {
    if (!kept) return;
    try {
      appendFileSync(file, `${direction} ${line}\n`);
    } catch (error) {
      kept = false;
      output.error(`The transcript ends here: ${systemErrorSentence(error) ?? String(error)}`);
    }
  };
}
