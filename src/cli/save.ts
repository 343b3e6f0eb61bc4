/** Files that a command is asked to write: looked at before the work begins, and no reason to lose its result. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupError } from '../grader/setup-error.js';
import { writeWhole } from '../grader/write-file.js';
import { type Output, UsageError } from './command.js';
import { systemErrorSentence } from './system-error.js';

/** @throws {UsageError} when it is certain already that the file cannot be written */
export function checkFile(option: string, path: string): void {
  const problem = fileProblem(path);
  if (problem !== undefined) throw new UsageError(`${option} "${path}" cannot be written: ${problem}.`);
}

/** @throws {UsageError} when it is certain already that nothing can be written into the folder */
export function checkFolder(option: string, path: string): void {
  const problem = path === '' ? 'a name is missing' : folderProblem(path);
  if (problem !== undefined) throw new UsageError(`${option} "${path}" cannot be written to: ${problem}.`);
}

export interface Saved {
  readonly file: string;
  text(): string;
}

/** Writes each file that can be written, and says which cannot. @returns whether all were */
export function saveAll(files: readonly Saved[], output: Pick<Output, 'error'>): boolean {
  const saved = files.map(({ file, text }) => savedOne(file, text, output));
  return saved.every(Boolean);
}

function savedOne(file: string, text: () => string, output: Pick<Output, 'error'>): boolean {
  try {
    writeWhole(file, text());
    return true;
  } catch (error) {
    const why = error instanceof SetupError ? error.message : systemErrorSentence(error);
    if (why === undefined) throw error;
    output.error(`"${file}" was not written: ${why}`);
    return false;
  }
}

function fileProblem(path: string): string | undefined {
  if (path === '' || path.endsWith('/')) return 'the name of a file is missing';
  return problemOf(() => {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there === undefined) return folderProblem(dirname(path));
    if (there.isDirectory()) return 'it is a folder';
    accessSync(path, constants.W_OK);
    // A file is replaced, which its folder must allow; a device is written into.
    return there.isFile() ? folderProblem(dirname(path)) : undefined;
  });
}

/** Of the folder, or of the nearest one above it that is there already: the others are made. */
function folderProblem(path: string): string | undefined {
  return problemOf(() => {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there === undefined) {
      const above = dirname(path);
      return above === path ? 'there is no such folder' : folderProblem(above);
    }
    if (!there.isDirectory()) return `"${path}" is not a folder`;
    accessSync(path, constants.W_OK | constants.X_OK);
    return undefined;
  });
}

function problemOf(look: () => string | undefined): string | undefined {
  try {
    return look();
  } catch (error) {
    const sentence = systemErrorSentence(error);
    if (sentence === undefined) throw error;
    return sentence.replace(/\.$/, '');
  }
}
