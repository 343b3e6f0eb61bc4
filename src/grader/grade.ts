/** Grades a submission: its files in parallel, each in a process of its own, so that a hang costs only one exercise. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { at } from '../case/at.js';
import { shellQuoted } from '../formats/shell-quoted.js';
import { removeTemporary, temporaryFolder } from '../wire/leftovers.js';
import { askedExercises } from './asked.js';
import { type AssignedExercise, type Assignment, wholeCourse } from './assignment/assignment.js';
import { BundleProcess } from './bundle-process.js';
import { Bundler } from './bundler/bundler.js';
import { chapterOf, type Exercise } from './exercises.js';
import type { SharedScript } from './load.js';
import {
  defaultReplayFolder,
  defaultRuns,
  defaultSeed,
  type ExerciseOptions,
  type GradeOptions,
} from './options.js';
import { gradientFreeEngine } from './package-root.js';
import { ProgressCounter } from './progress.js';
import { protectionHere } from './protection.js';
import { type ExerciseResult, type Grade, roundPoints, totalOf } from './result.js';
import { defaultLimits } from './sandbox.js';
import { SetupError } from './setup-error.js';
import { timeLimit } from './time-limit.js';
import { taking } from './turns.js';

/** How many files are graded at a time: each has a process. */
const mostTogether = 8;

/** @throws {SetupError} when the package is not built, or nothing is asked for. */
export async function grade(options: GradeOptions): Promise<Grade> {
  const { assignment = wholeCourse, seed = defaultSeed, runs = defaultRuns, only } = options;
  const chosen = gradable(assignment, only);
  const time = timeLimit((options.limits ?? defaultLimits).totalMilliseconds);
  const complete = { replayFolder: defaultReplayFolder, reveal: false, ...options, seed, runs, time };
  const folder = folderForBundles();
  const isBundled = chosen.some(({ kind }) => kind !== 'adapter');
  const bundler = options.bundler ?? (isBundled ? new Bundler() : undefined);
  // Looked up here, where the bundler is starting meanwhile.
  if (isBundled) protectionHere();
  const progress = new ProgressCounter(chosen, runs, options.onProgress, only);
  const started: Promise<ExerciseResult[]>[] = [];
  const groups = byBundle(chosen);
  const inTurn = taking(mostTogether);
  try {
    for (const ofOne of groups) {
      started.push(
        inTurn(async () => {
          // The checker is imported meanwhile.
          const bundled = bundleInto(folder, at(ofOne, 0), options.submission, bundler);
          return checked(ofOne, bundled, progress, complete);
        }),
      );
      if (options.oneByOne) await started.at(-1);
    }
    const exercises = inOrder(chosen, groups, await Promise.all(started));
    return {
      version: 1,
      assignment: assignment.name,
      submission: basename(resolve(options.submission)),
      seed,
      ...commandOf(options),
      ...totalOf(exercises),
      exercises,
    };
  } finally {
    // If one cannot be graded, the others end before their bundles are removed.
    await Promise.allSettled(started);
    if (options.bundler === undefined) bundler?.stop();
    removeTemporary(folder);
  }
}

/** The exercises to grade. @throws {SetupError} */
function gradable(assignment: Assignment, only: readonly string[] | undefined): readonly AssignedExercise[] {
  if (!existsSync(gradientFreeEngine)) {
    throw new SetupError(`There is no ${gradientFreeEngine}: run \`npm run build\` first.`);
  }
  const chosen = askedExercises(assignment, only);
  if (roundPoints(chosen.reduce((sum, { points }) => sum + points, 0)) > 0) return chosen;
  throw new SetupError(
    `Nothing of ${assignment.name} that is worth points was asked for: 0 of 0 is not a grade.`,
  );
}

/** @throws {SetupError} when none can be made. */
function folderForBundles(): string {
  try {
    return temporaryFolder();
  } catch (error) {
    throw new SetupError(
      `No folder for temporary files can be made in ${tmpdir()} (${(error as Error).message}). Set TMPDIR to a folder that can be written to.`,
    );
  }
}

/** Laws, generators and the reference take about as long to import as a submission to bundle. */
async function checked(
  exercises: readonly AssignedExercise[],
  bundled: Promise<SharedScript | undefined>,
  progress: ProgressCounter,
  options: ExerciseOptions,
): Promise<ExerciseResult[]> {
  const [{ gradeExercise }, script] = await Promise.all([import('./grade-exercise.js'), bundled]);
  const results: ExerciseResult[] = [];
  try {
    for (const exercise of exercises) results.push(await gradeExercise(exercise, script, progress, options));
    return results;
  } finally {
    await script?.process.stop();
  }
}

/** Exercises of one file take turns in one process. */
function byBundle(exercises: readonly AssignedExercise[]): readonly (readonly AssignedExercise[])[] {
  const groups = new Map<string, AssignedExercise[]>();
  for (const exercise of exercises) {
    const name = bundleOf(exercise);
    groups.set(name, [...(groups.get(name) ?? []), exercise]);
  }
  return [...groups.values()];
}

/** As they were asked for, whatever was graded together. */
function inOrder(
  exercises: readonly AssignedExercise[],
  groups: readonly (readonly AssignedExercise[])[],
  graded: readonly (readonly ExerciseResult[])[],
): readonly ExerciseResult[] {
  const results = new Map(
    groups.flatMap((ofOne, group) =>
      ofOne.map((exercise, index) => [exercise, at(at(graded, group), index)] as const),
    ),
  );
  return exercises.flatMap((exercise) => results.get(exercise) ?? []);
}

/** What a bundle is called: the exercises of a chapter share one. */
const bundleOf = (exercise: Exercise): string =>
  exercise.kind === 'function' && exercise.own?.entry === undefined
    ? `${exercise.id}.${exercise.functions[0]}`
    : chapterOf(exercise);

/** @returns undefined where an adapter runs the submission */
async function bundleInto(
  folder: string,
  exercise: Exercise,
  submission: string,
  bundler: Bundler | undefined,
): Promise<SharedScript | undefined> {
  if (exercise.kind === 'adapter' || bundler === undefined) return undefined;
  const script = join(folder, `${bundleOf(exercise)}.mjs`);
  return { ...(await bundler.bundle(exercise, submission, script)), script, process: new BundleProcess() };
}

/** None if `npx backproof grade` is enough. */
function commandOf({ command, adapter, assignment, assignmentFile }: GradeOptions): Pick<Grade, 'command'> {
  if (command !== undefined) return { command };
  if (adapter === undefined) return {};
  const named = assignmentFile ?? assignment?.name ?? '';
  return { command: `npx backproof grade . ${shellQuoted(['--assignment', named, '--with', adapter.text])}` };
}
