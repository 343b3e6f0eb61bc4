/** `backproof assignment create`: what a course hands out, and what grades it. */
import { basename, join, resolve } from 'node:path';
import { type Assignment, wholeCourse } from '../grader/assignment/assignment.js';
import { loadAssignment } from '../grader/assignment/load.js';
import { chapterOf, exerciseIds } from '../grader/exercises.js';
import { createAssignment } from '../grader/starter/create.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { namesAmong, optionLines, parseOptions, value } from './options.js';
import { checkFolder } from './save.js';

const options = {
  assignment: value(
    'FILE',
    'the assignment (see docs/grading.md); default: all exercises, with their own points',
  ),
  exercises: value('ID[,ID…]', `only these, of ${exerciseIds.join(', ')}`),
  name: value('NAME', "the assignment's name (default: that of FILE, or the name of DIR)"),
} as const;

const help = `backproof assignment create DIR [options]

Writes into DIR, which must be new or empty:

  starter/         the repository that students clone: stubs, README, npm test, a workflow for GitHub Classroom
  autograder.zip   to upload to Gradescope

${optionLines(options)}

Exit code: 0 written, 2 not.`;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, options);
  const [action, folder, ...more] = positionals;
  if (action !== 'create' || folder === undefined || more.length > 0) {
    throw new UsageError('Say where to write it: backproof assignment create DIR.');
  }
  checkFolder('assignment create', folder);
  createAssignment(folder, assignmentAsked(values, folder));
  output.log(`${join(folder, 'starter')}: make it a repository of its own, and give it to students.`);
  output.log(`${join(folder, 'autograder.zip')}: upload it to Gradescope.`);
  return 0;
}

export const command: Command = { help, options, run };

type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

function assignmentAsked(values: Values, folder: string): Assignment {
  const given = values.assignment === undefined ? undefined : loadAssignment(values.assignment);
  const name = nameAsked(values.name ?? given?.name ?? basename(resolve(folder)));
  const all = (given ?? wholeCourse).exercises;
  const asked = namesAmong('--exercises', values.exercises, [
    ...new Set(all.flatMap((each) => [chapterOf(each), each.id])),
  ]);
  const secret = given?.hiddenSecret === undefined ? {} : { hiddenSecret: given.hiddenSecret };
  return {
    name,
    title: given?.title ?? name,
    ...secret,
    ...(given?.conventions && { conventions: given.conventions }),
    exercises: all.filter((each) => asked.includes(each.id) || asked.includes(chapterOf(each))),
  };
}

/** It becomes the name of a package, and of files. */
function nameAsked(name: string): string {
  if (/^[a-z0-9][a-z0-9-]*$/.test(name)) return name;
  throw new UsageError(
    `An assignment's name consists of lower-case letters, digits and hyphens, and "${name}" does not: give one with --name.`,
  );
}
