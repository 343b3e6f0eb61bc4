/** The result of one submission on disk: its grade, and what it was made from. No time, no path, no name of a machine. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { jsonReport } from '../reports/json.js';
import { type ExerciseResult, type Grade, roundPoints } from '../result.js';
import { SetupError } from '../setup-error.js';
import { writeWhole } from '../write-file.js';

/** What a result was made from; the same in, the same out. */
export interface Made {
  /** The fingerprint of the grading. */
  readonly grading: string;
  /** The digest of the submitted files; none when there is too much of them, and they are graded every time. */
  readonly submission: string | null;
}

/** A grade as it is read back: the counterexample stays JSON, which nobody asks for here. */
export interface ClassResult extends Omit<Grade, 'exercises'> {
  readonly exercises: readonly Omit<ExerciseResult, 'counterexample'>[];
  readonly made: Made;
}

export const resultFile = (folder: string, name: string): string => join(folder, `${name}.json`);

/** A grade as text: what a worker hands back, since its numbers may be NaN or -0. */
export const resultText = (grade: Grade, made: Made): string =>
  `${JSON.stringify({ ...JSON.parse(jsonReport(grade)), made }, null, 2)}\n`;

export function writeResult(folder: string, name: string, text: string): void {
  writeWhole(resultFile(folder, name), text);
}

/** @returns undefined when the file is not there, or no result of a class */
export function readResult(file: string): ClassResult | undefined {
  const json = jsonIn(file);
  return isResult(json) && inconsistencyOf(json) === undefined ? json : undefined;
}

/** Whether it was written by the grader of a class, as far as its form tells. */
function isResult(json: unknown): json is ClassResult {
  const { version, submission, score, maxScore, exercises, made } = Object(json) as Partial<ClassResult>;
  return (
    version === 1 &&
    typeof submission === 'string' &&
    [score, maxScore].every(isPoints) &&
    Array.isArray(exercises) &&
    exercises.length > 0 &&
    exercises.every(isExercise) &&
    typeof made === 'object' &&
    typeof made?.grading === 'string'
  );
}

const isPoints = (points: unknown): boolean => Number.isFinite(points) && Number(points) >= 0;

function isExercise(json: unknown): boolean {
  const { id, title, status, score, maxScore } = Object(json) as Partial<ExerciseResult>;
  return [id, title, status].every((each) => typeof each === 'string') && [score, maxScore].every(isPoints);
}

/** What no grader writes: more points than there are, or a total that is not the sum. */
function inconsistencyOf({ score, maxScore, exercises }: ClassResult): string | undefined {
  const above = exercises.find((each) => each.score > each.maxScore);
  if (above !== undefined) return `${above.id} has ${above.score} of ${above.maxScore} points`;
  const sum = (points: (each: ClassResult['exercises'][number]) => number) =>
    roundPoints(exercises.reduce((total, each) => total + points(each), 0));
  const [points, most] = [sum((each) => each.score), sum((each) => each.maxScore)];
  if (points === score && most === maxScore) return undefined;
  return `its total is ${score} of ${maxScore}, and its exercises add up to ${points} of ${most}`;
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** All results in a folder, by file; other files are passed over. @throws {SetupError} for one that was tampered with */
export const resultsIn = (folder: string): ReadonlyMap<string, ClassResult> =>
  new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .flatMap((file) => {
        const path = join(folder, file);
        const json = jsonIn(path);
        if (!isResult(json)) return [];
        const why = inconsistencyOf(json);
        if (why === undefined) return [[path, json] as const];
        throw new SetupError(
          `${path} was changed after it was written: ${why}. Grade this submission again.`,
        );
      }),
  );

/** What a run that was killed left of a file half-way. */
export function removeUnfinished(folder: string, name: string): void {
  const unfinished = (file: string) => file.startsWith(`${name}.json.`) && file.endsWith('.tmp');
  for (const file of readdirSync(folder).filter(unfinished)) rmSync(join(folder, file));
}
