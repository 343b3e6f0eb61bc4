import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes the whole file or nothing: a reader never sees half of it, and a failure leaves nothing behind. Missing
 * folders are made; a link stays a link.
 */
export function writeWhole(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined || there.isFile() || there.isDirectory())
    replace(there === undefined ? path : realpathSync(path), text);
  else writeInto(path, text);
}

/**
 * Saves JSON under this name in a folder where learners write, too. @returns the file
 * @throws when it cannot be written, or folder or file is a link, which may lead to anybody's file
 */
export function saveJson(folder: string, name: string, json: unknown): string {
  const file = join(folder, `${name}.json`);
  const isLink = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
  const link = [folder, file].find(isLink);
  if (link !== undefined) throw new Error(`${link} is a link, and what it leads to is not written into.`);
  writeWhole(file, `${JSON.stringify(json)}\n`);
  return file;
}

function replace(path: string, text: string | Uint8Array): void {
  // Next to it, so that both are on one file system.
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** A device such as /dev/stdout, or a pipe with a reader, is not replaced by a file. */
function writeInto(path: string, text: string | Uint8Array): void {
  const reached = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    writeFileSync(path, text);
  } finally {
    closeSync(reached);
  }
}
