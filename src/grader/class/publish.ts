/** Writes what a class's results say together, the gradebook and the page, and merges shards. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { canvasGradebook, nbgraderGradebook } from '../reports/gradebook.js';
import { SetupError } from '../setup-error.js';
import { writeWhole } from '../write-file.js';
import { classPage } from './class-page.js';
import { examplesOf } from './examples.js';
import { gradebook } from './gradebook.js';
import { mistakes } from './mistakes.js';
import { type ClassResult, resultsIn } from './result-file.js';

/**
 * What is written for a whole class, by file: a gradebook for people, two for learning management systems, the
 * mistakes, and a page.
 */
const pages: Readonly<Record<string, (results: readonly ClassResult[]) => string | Promise<string>>> = {
  'gradebook.csv': gradebook,
  'gradebook-canvas.csv': canvasGradebook,
  'gradebook-nbgrader.csv': nbgraderGradebook,
  'mistakes.csv': mistakes,
  'class.html': async (results) => classPage(results, await examplesOf(results)),
};

/** Writes the gradebooks and the page. @param results at least one @returns their files */
export async function publishClass(results: readonly ClassResult[], out: string): Promise<readonly string[]> {
  const sorted = [...results].sort((a, b) => (a.submission < b.submission ? -1 : 1));
  for (const [name, text] of Object.entries(pages)) writeWhole(join(out, name), await text(sorted));
  return Object.keys(pages).map((name) => join(out, name));
}

/**
 * Puts the results of these folders into `out`, as one run would have done.
 * @returns how many there are, and the files that were written
 * @throws {SetupError} when there are none, or when they are not of one grading
 */
export async function mergeClass(
  folders: readonly string[],
  out: string,
): Promise<{ readonly count: number; readonly files: readonly string[] }> {
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
  const files = await publishClass(
    results.map(([, result]) => result),
    out,
  );
  return { count: results.length, files };
}
