import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { holdFolder, removeTemporary } from '../../wire/leftovers.js';

/**
 * Fills a folder, which is new or empty. What `fill` writes goes into a temporary folder within, so that both are on one
 * file system, and is moved when all of it is there: a full disk or a kill leaves no half of it.
 */
export function createWhole(folder: string, fill: (unfinished: string) => void): void {
  const made = mkdirSync(folder, { recursive: true });
  const unfinished = mkdtempSync(join(resolve(folder), '.unfinished-'));
  holdFolder(unfinished);
  try {
    fill(unfinished);
    for (const name of readdirSync(unfinished)) renameSync(join(unfinished, name), join(folder, name));
  } catch (error) {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    throw error;
  } finally {
    removeTemporary(unfinished);
  }
}
