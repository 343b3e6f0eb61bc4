/** The part of `backproof merge` that puts the shards of a class together. */
import { join } from 'node:path';
import { mergeClass } from '../grader/class/publish.js';
import { type Output, UsageError } from './command.js';

/** @returns the exit code */
export function runMergeClass(folders: readonly string[], out: string | undefined, output: Output): number {
  const target = out ?? (folders.length === 1 ? folders[0] : undefined);
  if (target === undefined) {
    throw new UsageError(`Say where the results of these ${folders.length} folders go together: --out DIR.`);
  }
  const count = mergeClass(folders, target);
  output.log(`${count} submissions.\n${join(target, 'gradebook.csv')}\n${join(target, 'class.html')}`);
  return 0;
}
