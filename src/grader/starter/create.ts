/** Writes an assignment: a starter repository for students, and beside it what grades them on Gradescope. */
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Assignment } from '../assignment/assignment.js';
import { SetupError } from '../setup-error.js';
import { autograderFiles, starterFiles } from './assignment-files.js';
import { packageTarball } from './package-tarball.js';
import { type ZippedFile, zip } from './zip.js';

/** @throws {SetupError} when the folder holds something already, or the package cannot be packed */
export function createAssignment(folder: string, assignment: Assignment): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new SetupError(`${folder} is there already and not empty; name a new folder for the assignment.`);
  }
  const tarball = packageTarball();
  for (const file of starterFiles(assignment, tarball)) write(join(folder, 'starter'), file);
  writeFileSync(join(folder, 'autograder.zip'), zip(autograderFiles(assignment, tarball)));
}

function write(folder: string, { path, data, executable }: ZippedFile): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, data);
  if (executable) chmodSync(file, 0o755);
}
