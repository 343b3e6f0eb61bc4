/** What a class's results say together: the gradebook and the page; and shards put together. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { SetupError } from '../setup-error.js';
import { writeWhole } from '../write-file.js';
import { classPage } from './class-page.js';
import { gradebook } from './gradebook.js';
import { type ClassResult, resultsIn } from './result-file.js';

/** Writes gradebook.csv and class.html. @param results at least one */
export function publishClass(results: readonly ClassResult[], out: string): void {
  const sorted = [...results].sort((a, b) => (a.submission < b.submission ? -1 : 1));
  writeWhole(join(out, 'gradebook.csv'), gradebook(sorted));
  writeWhole(join(out, 'class.html'), classPage(sorted));
}

/**
 * Puts the results of these folders into `out`, as one run would have.
 * @returns how many there are
 * @throws {SetupError} when there are none, or when they are not of one grading
 */
export function mergeClass(folders: readonly string[], out: string): number {
  const results = folders.flatMap((folder) => [...resultsIn(folder)]);
  const [first] = results;
  if (first === undefined)
    throw new SetupError(`There is no result of a submission in ${folders.join(', ')}.`);
  for (const [file, { made, submission }] of results) {
    if (made.grading !== first[1].made.grading) {
      throw new SetupError(
        `${file} and ${first[0]} cannot be merged: they were graded with another assignment, seed, number of runs or version.`,
      );
    }
    const other = results.find((each) => each[1].submission === submission)?.[0];
    if (other !== file)
      throw new SetupError(`"${submission}" was graded twice: ${other} and ${file}. Remove one.`);
  }
  mkdirSync(out, { recursive: true });
  for (const [file] of results) {
    const target = join(out, basename(file));
    if (resolve(file) !== resolve(target)) copyFileSync(file, target);
  }
  publishClass(
    results.map(([, result]) => result),
    out,
  );
  return results.length;
}
