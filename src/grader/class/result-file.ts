/**
 * The result of one submission on disk: its grade, and what it was made from. It contains no time, no path and no
 * machine's name.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { jsonText } from '../../formats/json-text.js';
import { jsonReport } from '../reports/json.js';
import { type ExerciseResult, type Grade, type PartReport, statuses, totalOf } from '../result.js';
import { SetupError } from '../setup-error.js';
import { writeWhole } from '../write-file.js';

/** What a result was made from: the same input gives the same result. */
export interface Made {
  /** The fingerprint of the grading. */
  readonly grading: string;
  /** The digest of the submitted files; none if they are too large, and then they are graded every time. */
  readonly submission: string | null;
}

/** Counterexamples stay JSON: few of them are ever parsed. */
type Stored<T> = Omit<T, 'counterexample' | 'parts'> & { readonly counterexample?: unknown };

export interface ClassExercise extends Stored<ExerciseResult> {
  readonly parts: readonly Stored<PartReport>[];
}

/** A grade read back from a file. */
export interface ClassResult extends Omit<Grade, 'exercises'> {
  readonly exercises: readonly ClassExercise[];
  readonly made: Made;
}

export const resultFile = (folder: string, name: string): string => join(folder, `${name}.json`);

/** A grade as text, for a worker to return, because its numbers may be NaN or -0. */
export const resultText = (grade: Grade, made: Made): string =>
  jsonText({ ...JSON.parse(jsonReport(grade)), made });

export function writeResult(folder: string, name: string, text: string): void {
  writeWhole(resultFile(folder, name), text);
}

/** @returns undefined if the file does not exist or is not a result of a class */
export function readResult(file: string): ClassResult | undefined {
  const json = jsonIn(file);
  return problemOf(json) === undefined ? (json as ClassResult) : undefined;
}

/** Why this cannot be a result that the grader of a class wrote, judging by its form and its sums. */
function problemOf(json: unknown): string | undefined {
  const { version, submission, seed, score, maxScore, exercises, made } = Object(
    json,
  ) as Partial<ClassResult>;
  if (version !== 1) return 'its version is not 1, the only one that this version of backproof reads';
  if (typeof made?.grading !== 'string') return 'it does not say which grading of a class made it';
  if (typeof submission !== 'string' || submission === '') return 'it does not name the submission';
  if (!Number.isInteger(seed)) return 'its seed is not an integer';
  if (![score, maxScore].every(isPoints)) return 'its points are not numbers ≥ 0';
  if (!Array.isArray(exercises) || exercises.length === 0) return 'it holds no exercises';
  const broken = exercises.findIndex((each) => !isExercise(each));
  if (broken !== -1)
    return `number ${broken + 1} of its exercises is incomplete, or its points are not numbers ≥ 0`;
  return inconsistencyOf(json as ClassResult);
}

const isPoints = (points: unknown): boolean => Number.isFinite(points) && Number(points) >= 0;

function isExercise(json: unknown): boolean {
  const { id, title, status, hidden, misconception, score, maxScore, parts } = Object(
    json,
  ) as Partial<ClassExercise>;
  return (
    Array.isArray(parts) &&
    parts.every(isPart) &&
    [id, title].every((each) => typeof each === 'string') &&
    isStatus(status) &&
    typeof hidden === 'boolean' &&
    isName(misconception) &&
    [score, maxScore].every(isPoints)
  );
}

function isPart(json: unknown): boolean {
  const { name, status, misconception, reason } = Object(json) as Partial<PartReport>;
  return (
    [name, reason].every((each) => typeof each === 'string') && isStatus(status) && isName(misconception)
  );
}

const isStatus = (json: unknown): boolean => statuses.some((each) => each === json);

const isName = (json: unknown): boolean => json === null || typeof json === 'string';

/** What no grader writes: more points than possible, or a total that is not the sum. */
function inconsistencyOf({ score, maxScore, exercises }: ClassResult): string | undefined {
  const above = exercises.find((each) => each.score > each.maxScore);
  if (above !== undefined) return `${above.id} has ${above.score} of ${above.maxScore} points`;
  const sum = totalOf(exercises);
  if (sum.score === score && sum.maxScore === maxScore) return undefined;
  return `its total is ${score} of ${maxScore}, and its exercises add up to ${sum.score} of ${sum.maxScore}`;
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * All results in a folder, by file. Files that are plainly something else are skipped: those that are not .json, and
 * JSON with neither `submission` nor `made`. Skipping anything else would cost a student the line in the gradebook.
 * @throws {SetupError} for a file that is not JSON, has another version, is incomplete, or was changed after it was
 * written
 */
export const resultsIn = (folder: string): ReadonlyMap<string, ClassResult> =>
  new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.name.endsWith('.json') && !entry.isDirectory())
      .map(({ name }) => join(folder, name))
      .sort()
      .flatMap((path) => {
        const json = jsonIn(path);
        if (json !== undefined && isSomethingElse(json)) return [];
        const why = json === undefined ? 'it is not readable JSON' : problemOf(json);
        if (why === undefined) return [[path, json as ClassResult] as const];
        throw new SetupError(
          `${path} is not a result as it was written: ${why}. Grade this submission again, or remove the file from the folder.`,
        );
      }),
  );

const isSomethingElse = (json: unknown): boolean =>
  typeof json !== 'object' || json === null || !('submission' in json || 'made' in json);

/** A half-written file that a killed run left. */
export function removeUnfinished(folder: string, name: string): void {
  const unfinished = (file: string) => file.startsWith(`${name}.json.`) && file.endsWith('.tmp');
  for (const file of readdirSync(folder).filter(unfinished)) rmSync(join(folder, file));
}
