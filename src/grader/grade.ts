/** Grades a submission: exercises side by side, each in a process of its own, so that a hang costs one alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPart, type PartResult } from './check-part.js';
import { type Exercise, exerciseIds, findExercise } from './exercises.js';
import { submissionOf } from './implementation.js';
import { lawsOf, probesOf } from './laws.js';
import { load } from './load.js';
import { partsOf } from './parts.js';
import { type Progress, ProgressCounter } from './progress.js';
import type { ExerciseResult, Grade } from './result.js';
import type { Limits } from './sandbox.js';
import { summarize, unusable } from './summarize.js';

export const defaultSeed = 1;
export const defaultRuns = 30;

export interface GradeOptions {
  /** A folder that holds `<exercise>/<exercise>.ts`. */
  readonly submission: string;
  readonly only?: readonly string[];
  readonly seed?: number;
  /** Cases for each part of an exercise. */
  readonly runs?: number;
  readonly limits?: Limits;
  readonly onProgress?: (progress: Progress) => void;
}

export async function grade(options: GradeOptions): Promise<Grade> {
  const { seed = defaultSeed, only = exerciseIds } = options;
  const chosen = only.flatMap((id) => findExercise(id) ?? []);
  const folder = mkdtempSync(join(tmpdir(), 'backproof-'));
  const progress = new ProgressCounter(chosen, options.runs ?? defaultRuns, options.onProgress);
  try {
    const results = await Promise.all(chosen.map((each) => gradeExercise(each, folder, progress, options)));
    return totalled(results, seed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function totalled(results: readonly ExerciseResult[], seed: number): Grade {
  const sum = (points: (result: ExerciseResult) => number) =>
    results.reduce((total, result) => total + points(result), 0);
  return {
    version: 1,
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
  { submission, seed = defaultSeed, runs = defaultRuns, limits }: GradeOptions,
): Promise<ExerciseResult> {
  const loaded = await load(exercise, submission, folder, limits);
  if (loaded.kind === 'unusable') {
    progress.finish(exercise);
    return unusable(exercise, loaded);
  }
  const { sandbox, file } = loaded;
  const options = {
    laws: lawsOf(exercise),
    probes: probesOf(exercise),
    seed,
    runs,
    onRun: () => progress.run(exercise),
  };
  const results: PartResult[] = [];
  try {
    const implementation = submissionOf(exercise, sandbox);
    for (const part of partsOf(exercise)) {
      sandbox.renewLives();
      results.push(await checkPart(part, implementation, options));
      progress.finishParts(exercise, results.length);
    }
  } finally {
    sandbox.stop();
  }
  return summarize(exercise, results, submission, file);
}
