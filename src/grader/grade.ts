/** Grades a submission: exercises side by side, each in a process of its own, so that a hang costs one alone. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Kinks } from '../program/kinks.js';
import { checkPart, type PartResult } from './check-part.js';
import { type Exercise, exerciseIds, findExercise } from './exercises.js';
import { submissionOf } from './implementation.js';
import { lawsOf, probesOf } from './laws.js';
import { load } from './load.js';
import { gradientFreeEngine } from './package-root.js';
import { partsOf } from './parts.js';
import { type Progress, ProgressCounter } from './progress.js';
import { recognize } from './recognize.js';
import { saveReplay } from './replay-file.js';
import type { ExerciseResult, Grade } from './result.js';
import type { Limits } from './sandbox.js';
import { SetupError } from './setup-error.js';
import { summarize, unusable, worstPart } from './summarize.js';

export const defaultSeed = 1;
export const defaultRuns = 30;

export interface GradeOptions {
  /** A folder that holds `<exercise>/<exercise>.ts`. */
  readonly submission: string;
  readonly only?: readonly string[];
  readonly seed?: number;
  /** Cases for each part of an exercise. */
  readonly runs?: number;
  /** The slopes that alone count as right on kinks. */
  readonly kinks?: Kinks;
  readonly limits?: Limits;
  /** Where counterexamples are saved: `.backproof` in the working directory unless told. */
  readonly replayFolder?: string;
  readonly onProgress?: (progress: Progress) => void;
}

/** @throws {SetupError} when the package is not built. */
export async function grade(options: GradeOptions): Promise<Grade> {
  if (!existsSync(gradientFreeEngine)) {
    throw new SetupError(`There is no ${gradientFreeEngine}: run \`npm run build\` first.`);
  }
  const { seed = defaultSeed, only = exerciseIds } = options;
  const chosen = only.flatMap((id) => findExercise(id) ?? []);
  const folder = mkdtempSync(join(tmpdir(), 'backproof-'));
  const progress = new ProgressCounter(chosen, options.runs ?? defaultRuns, options.onProgress);
  try {
    const results = await Promise.all(chosen.map((each) => gradeExercise(each, folder, progress, options)));
    return totalled(results, options.submission, seed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function totalled(results: readonly ExerciseResult[], submission: string, seed: number): Grade {
  const sum = (points: (result: ExerciseResult) => number) =>
    results.reduce((total, result) => total + points(result), 0);
  return {
    version: 1,
    assignment: 'backproof',
    submission: basename(resolve(submission)),
    seed,
    score: sum(({ score }) => score),
    maxScore: sum(({ maxScore }) => maxScore),
    exercises: results,
  };
}

async function gradeExercise(
  exercise: Exercise,
  folder: string,
  progress: ProgressCounter,
  options: GradeOptions,
): Promise<ExerciseResult> {
  const { submission, seed = defaultSeed, runs = defaultRuns, limits } = options;
  const { replayFolder = '.backproof' } = options;
  const loaded = await load(exercise, submission, folder, limits);
  if (loaded.kind === 'unusable') {
    progress.finish(exercise);
    return unusable(exercise, loaded);
  }
  const { sandbox, file } = loaded;
  const lawOptions = {
    laws: lawsOf(exercise),
    probes: probesOf(exercise),
    seed,
    runs,
    onRun: () => progress.run(exercise),
  };
  const implementation = submissionOf(exercise, sandbox);
  try {
    const results: PartResult[] = [];
    for (const part of partsOf(exercise, options.kinks)) {
      sandbox.renewLives();
      results.push(await checkPart(part, implementation, lawOptions));
      progress.finishParts(exercise, results.length);
    }
    const worst = worstPart(results);
    const broken = worst?.status === 'not-implemented' ? undefined : worst?.broken;
    const saved = broken && saveReplay({ exercise, submission, testCase: broken.testCase }, replayFolder);
    const misconception = broken && worst && (await recognize(exercise, worst.part, broken, implementation));
    return summarize({ exercise, results, file, saved, misconception });
  } finally {
    sandbox.stop();
  }
}
