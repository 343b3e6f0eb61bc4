/** Writes an assignment: a starter repository for students, and an autograder for Gradescope. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Assignment, needsAdapter } from '../assignment/assignment.js';
import { isInPython } from '../exercises.js';
import { SetupError } from '../setup-error.js';
import { autograderFiles, shownOf, starterFiles } from './assignment-files.js';
import { createWhole } from './create-whole.js';
import { packageTarball } from './package-tarball.js';
import { type ZippedFile, zip } from './zip.js';

/** @throws {SetupError} when the folder holds something already, or the package cannot be packed */
export function createAssignment(folder: string, assignment: Assignment): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new SetupError(`${folder} is there already and not empty; name a new folder for the assignment.`);
  }
  if (needsAdapter(assignment)) {
    throw new SetupError(
      `${assignment.name} is run by an adapter, and a starter is written for TypeScript alone: hand out your own stubs, and grade with \`backproof grade SUBMISSION… --assignment FILE --with COMMAND\`.`,
    );
  }
  const inPython = assignment.exercises.find(isInPython);
  if (inPython !== undefined) {
    throw new SetupError(
      `${inPython.id} is in Python, and a starter is written for TypeScript alone: hand it out with \`backproof exercise project\`.`,
    );
  }
  if (shownOf(assignment).exercises.length === 0) {
    throw new SetupError(
      `Every exercise of ${assignment.name} is hidden, so students would have nothing to test; show at least one part.`,
    );
  }
  const tarball = packageTarball();
  const secret = withSecret(assignment);
  const zipped = zip(autograderFiles(secret, tarball));
  createWhole(folder, (unfinished) => {
    for (const file of starterFiles(assignment, tarball)) write(join(unfinished, 'starter'), file);
    writeFileSync(join(unfinished, 'autograder.zip'), zipped);
  });
}

/** Drawn anew for each assignment, and kept in autograder.zip alone. */
function withSecret(assignment: Assignment): Assignment {
  const hides = assignment.exercises.some(({ hidden }) => hidden === true || hidden.length > 0);
  return hides ? { hiddenSecret: randomBytes(16).toString('hex'), ...assignment } : assignment;
}

function write(folder: string, { path, data, executable }: ZippedFile): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, data);
  if (executable) chmodSync(file, 0o755);
}
