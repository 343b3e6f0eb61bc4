/** The part of `backproof merge` that puts the shards of a class together. */
import { mergeClass } from '../grader/class/publish.js';
import { type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { checkFolder } from './save.js';

/** @returns the exit code */
export async function runMergeClass(
  folders: readonly string[],
  out: string | undefined,
  output: Output,
): Promise<ExitCode> {
  const target = out ?? (folders.length === 1 ? folders[0] : undefined);
  if (target === undefined) {
    throw new UsageError(
      `Say where to write the merged results of these ${folders.length} folders: --out DIR.`,
    );
  }
  checkFolder('--out', target);
  const { count, files } = await mergeClass(folders, target);
  output.log([`${count} submissions.`, ...files].join('\n'));
  return 0;
}
