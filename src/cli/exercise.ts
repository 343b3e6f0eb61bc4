/** `backproof exercise`: an instructor's own exercises, from a template to what is handed out. */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { chapterOf } from '../grader/exercises.js';
import { defaultRuns, defaultSeed } from '../grader/options.js';
import { checkExercises, type Finding } from '../grader/own/check.js';
import { loadFolder, nameProblem } from '../grader/own/load.js';
import { fileOf, project } from '../grader/own/project.js';
import { templateOf } from '../grader/own/template.js';
import { SetupError } from '../grader/setup-error.js';
import { writeWhole } from '../grader/write-file.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { flag, optionLines, parseOptions, value, wholeNumber } from './options.js';
import { ProgressBar } from './progress-bar.js';
import { checkFolder } from './save.js';

const options = {
  dir: value('DIR', 'new: where the folder is written (default: here)'),
  python: flag('new: students write Python, with NumPy'),
  out: value('DIR', 'project: where stubs and solutions are written'),
  runs: value('N', `check: cases per law (default ${defaultRuns})`),
  seed: value('N', `check: draws other cases (default ${defaultSeed})`),
} as const;

const help = `backproof exercise new NAME [--python] [--dir DIR]
backproof exercise check [EXERCISE…] [options]
backproof exercise project EXERCISE… --out DIR

An exercise of your own is a folder: see docs/exercises.md. \`new\` writes one that works, to be changed; \`check\` holds
that its stub fails as not implemented, that its solution passes, and that each of its misconceptions is caught and
named (default: every exercise in this folder); \`project\` writes what students get to DIR/exercises, and the solutions
to DIR/solutions. \`backproof grade SUBMISSION --exercise EXERCISE\` grades with it.

${optionLines(options)}

Exit code: 0 written, or all of it holds; 1 something does not hold; 2 it could not be read, run or written.`;

type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, options);
  const [action, ...folders] = positionals;
  switch (action) {
    case 'new':
      return writeNew(folders, values, output);
    case 'check':
      return check(folders.length > 0 ? folders : exercisesHere(), values, output);
    case 'project':
      return writeProjected(folders, values, output);
    default:
      throw new UsageError(
        'Say what to do: exercise new NAME, exercise check, or exercise project EXERCISE --out DIR.',
      );
  }
}

export const command: Command = { help, options, run };

function writeNew(
  [name, ...more]: readonly string[],
  { dir = '.', python = false }: Values,
  output: Output,
): ExitCode {
  if (name === undefined || more.length > 0)
    throw new UsageError('Name the exercise: backproof exercise new NAME.');
  const problem = nameProblem(name);
  if (problem !== undefined) throw new UsageError(`${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`);
  const folder = join(dir, name);
  if (existsSync(folder)) throw new UsageError(`"${folder}" is there already, and is not written over.`);
  checkFolder('exercise new', folder);
  for (const file of templateOf(name, python)) writeWhole(join(folder, file.name), file.text);
  output.log(`${folder} is an exercise that works: change it, and check it with`);
  output.log(`  npx backproof exercise check ${folder}`);
  return 0;
}

/** Here, or in the folders here. */
function exercisesHere(): readonly string[] {
  const isExercise = (folder: string) => existsSync(join(folder, 'definition.ts'));
  if (isExercise('.')) return ['.'];
  const found = readdirSync('.').filter(isExercise);
  if (found.length > 0) return found.sort();
  throw new UsageError(
    'There is no exercise here: name its folder, or write one with `backproof exercise new NAME`.',
  );
}

async function check(folders: readonly string[], values: Values, output: Output): Promise<ExitCode> {
  const draw = {
    seed: wholeNumber('--seed', values.seed, defaultSeed, 0),
    runs: wholeNumber('--runs', values.runs, defaultRuns, 1),
  };
  const codes: ExitCode[] = [];
  for (const folder of folders) codes.push(await checkOne(folder, draw, output));
  return codes.includes(2) ? 2 : codes.includes(1) ? 1 : 0;
}

/** What one folder lacks is no reason not to look at the others. */
async function checkOne(
  folder: string,
  draw: { readonly seed: number; readonly runs: number },
  output: Output,
): Promise<ExitCode> {
  const bar = new ProgressBar(process.stderr);
  try {
    const onStep = (what: string, done: number, total: number) =>
      bar.show({ done, total, what: `${folder}: ${what}` });
    const checked = await checkExercises(loadFolder(folder), { ...draw, onStep });
    bar.clear();
    for (const { exercise, findings } of checked) {
      const broken = findings.filter(({ holds }) => !holds).length;
      const said = broken === 0 ? 'all of it holds' : `${broken} of ${findings.length} do not hold`;
      output.log(`${exercise.id}: ${said}`);
      for (const finding of findings) output.log(lineOf(finding));
    }
    return checked.every(({ findings }) => findings.every(({ holds }) => holds)) ? 0 : 1;
  } catch (error) {
    bar.clear();
    if (!(error instanceof SetupError)) throw error;
    output.error(error.message);
    return 2;
  }
}

const lineOf = ({ what, says, holds }: Finding): string =>
  `  ${holds ? '✓' : '✗'} ${what}: ${says.replaceAll('\n', '\n      ')}`;

function writeProjected(folders: readonly string[], { out }: Values, output: Output): ExitCode {
  if (out === undefined || folders.length === 0)
    throw new UsageError(
      'Say which exercises to write, and where: backproof exercise project EXERCISE… --out DIR.',
    );
  checkFolder('--out', out);
  for (const folder of folders) {
    const [exercise] = loadFolder(folder);
    if (exercise === undefined) continue;
    const { stub, solution, readme } = project(exercise);
    const id = chapterOf(exercise);
    const name = fileOf(exercise);
    const files = {
      [join('exercises', id, name)]: stub,
      [join('exercises', id, 'README.md')]: readme,
      [join('solutions', id, name)]: solution,
    };
    for (const path of Object.keys(files)) {
      const file = join(out, path);
      if (exercise.own?.folder === resolve(file, '..'))
        throw new UsageError(`"${file}" would be written into the exercise itself: name another --out.`);
    }
    for (const [path, text] of Object.entries(files)) {
      writeWhole(join(out, path), text);
      output.log(relative('.', join(out, path)));
    }
  }
  return 0;
}
