/** The result of one submission on disk: its grade, and what it was made from. No time, no path, no name of a machine. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { jsonReport } from '../reports/json.js';
import type { ExerciseResult, Grade } from '../result.js';
import { writeWhole } from '../write-file.js';

/** What a result was made from; the same in, the same out. */
export interface Made {
  /** The fingerprint of the grading. */
  readonly grading: string;
  /** The digest of the submitted files. */
  readonly submission: string;
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
  try {
    const json = Object(JSON.parse(readFileSync(file, 'utf8'))) as Partial<ClassResult>;
    const complete = json.version === 1 && Array.isArray(json.exercises) && typeof json.made === 'object';
    return complete ? (json as ClassResult) : undefined;
  } catch {
    return undefined;
  }
}

/** All results in a folder, by file. */
export const resultsIn = (folder: string): ReadonlyMap<string, ClassResult> =>
  new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .flatMap((file) => {
        const result = readResult(join(folder, file));
        return result === undefined ? [] : [[join(folder, file), result] as const];
      }),
  );

/** Removes what a run that was killed left of files half-way. */
export function removeUnfinished(folder: string): void {
  const unfinished = (file: string) => /\.json\.\d+\.tmp$/.test(file);
  for (const file of readdirSync(folder).filter(unfinished)) rmSync(join(folder, file));
}
