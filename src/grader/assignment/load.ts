/** Finds an assignment: one that comes with this package, by name, or a file of the teacher's. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatProblems } from '../../case/parse.js';
import { courseOf } from '../course.js';
import { packageRoot } from '../package-root.js';
import { SetupError } from '../setup-error.js';
import type { Assignment } from './assignment.js';
import { parseAssignment } from './parse.js';

const folder = join(packageRoot, 'assignments');

/** Of all chapters; what is in it is said by their list, and not by a file. */
const course = 'course';

/** The names of the assignments that come with this package. */
export const assignmentNames = (): readonly string[] => [...fileNames(), course].sort();

const fileNames = (): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace('.json', ''));

/** @throws {SetupError} when there is no such assignment, or its file makes no sense. */
export function loadAssignment(fileOrName: string): Assignment {
  if (fileOrName === course) return courseOf();
  const names = assignmentNames();
  const file = names.includes(fileOrName) ? join(folder, `${fileOrName}.json`) : fileOrName;
  const parsed = parseAssignment(readJson(file, names), dirname(file));
  if (parsed.ok) return parsed.value;
  throw new SetupError(`${file} is not an assignment:\n${formatProblems(parsed.problems)}`);
}

function readJson(file: string, names: readonly string[]): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new SetupError(
      `There is no assignment "${file}": neither a file, nor one of ${names.join(', ')}, which come with this package.`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SetupError(`${file} is not JSON: ${(error as Error).message}.`);
  }
}
