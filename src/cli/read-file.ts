/** Reads files named on the command line: whatever they are, reading ends soon, with their text or with a sentence. */
import { readFileSync, statSync } from 'node:fs';
import { UsageError } from './command.js';
import { systemErrorSentence } from './system-error.js';

/** A report of all rows with all their failures is smaller. */
const mostBytes = 64_000_000;

/** @throws {UsageError} when there is no such file, or it is a device, a folder or huge */
export function readText(file: string): string {
  try {
    const there = statSync(file);
    if (there.isFile() && there.size <= mostBytes) return readFileSync(file, 'utf8');
    throw new UsageError(
      there.isFile()
        ? `"${file}" has ${there.size} bytes; at most ${mostBytes} are read.`
        : `"${file}" is not a file${there.isDirectory() ? ', but a folder' : ''}.`,
    );
  } catch (error) {
    if (Object(error).code === 'ENOENT') throw new UsageError(`There is no file "${file}".`);
    const sentence = systemErrorSentence(error);
    throw sentence === undefined ? error : new UsageError(`"${file}" cannot be read: ${sentence}`);
  }
}

/** @throws {UsageError} when it cannot be read, or holds no JSON */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}.`);
  }
}
