/** `backproof assignment create`: what a course hands out, and what grades it. */
import { basename, join, resolve } from 'node:path';
import { exerciseIds, exercises } from '../grader/exercises.js';
import { createAssignment } from '../grader/starter/create.js';
import { type Command, type Output, UsageError } from './command.js';
import { namesAmong, parseOptions } from './options.js';

const help = `backproof assignment create DIR [options]

Writes into DIR, which must be new or empty:

  starter/         the repository that students clone: stubs, README, npm test, a workflow for GitHub Classroom
  autograder.zip   to be uploaded to Gradescope

  --exercises ID[,ID…]   these alone, of ${exerciseIds.join(', ')}
  --name NAME            the assignment's name (default: the name of DIR)

Exit code: 0 written, 2 not.`;

const string = { type: 'string' } as const;
const options = { exercises: string, name: string };

async function run(args: readonly string[], output: Output): Promise<number> {
  const { values, positionals } = parseOptions(args, options);
  const [action, folder, ...more] = positionals;
  if (action !== 'create' || folder === undefined || more.length > 0) {
    throw new UsageError('Say where to write it: backproof assignment create DIR.');
  }
  const asked = namesAmong('--exercises', values.exercises, exerciseIds);
  createAssignment(folder, {
    name: nameAsked(values.name, folder),
    exercises: exercises.filter(({ id }) => asked.includes(id)),
  });
  output.log(`${join(folder, 'starter')}: put it into a repository of its own, and give it to students.`);
  output.log(`${join(folder, 'autograder.zip')}: upload it to Gradescope.`);
  return 0;
}

export const command: Command = { help, run };

/** It becomes the name of a package, and of files. */
function nameAsked(given: string | undefined, folder: string): string {
  const name = given ?? basename(resolve(folder));
  if (/^[a-z0-9][a-z0-9-]*$/.test(name)) return name;
  throw new UsageError(
    `An assignment's name is made of small letters, digits and hyphens, and "${name}" is not: give one with --name.`,
  );
}
