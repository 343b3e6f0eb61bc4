import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { holdFolder, removeTemporary } from '../../wire/leftovers.js';

/**
 * Fills a folder that is new or empty. `fill` writes into a temporary folder inside it, on the same file system; the
 * files are moved once all are written, so that a full disk or a kill leaves nothing half done.
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
