/** Holds the results of a planted class to what was planted. */

import { partNames } from '../../src/grader/assignment/assignment.js';
import { type ClassResult, readResult, resultFile } from '../../src/grader/class/result-file.js';
import { exercises } from '../../src/grader/exercises.js';
import { roundPoints } from '../../src/grader/result.js';
import { sharesOf } from '../../src/grader/shares.js';
import { type PlantedSubmission, partOf } from './planted-class.js';

export interface Verified {
  /** Planted mistakes, and exercises that have any. */
  readonly planted: number;
  readonly wrongExercises: number;
  /** How many of these exercises were given the name of a mistake that is in them. */
  readonly named: number;
  /** What is not as it should be, a sentence each. */
  readonly problems: readonly string[];
  /** Exercises with a mistake that was called by no name, or by that of another. */
  readonly misnamed: readonly string[];
}

export function verifyClass(submissions: readonly PlantedSubmission[], results: string): Verified {
  const problems: string[] = [];
  const misnamed: string[] = [];
  let wrongExercises = 0;
  for (const submission of submissions) {
    const result = readResult(resultFile(results, submission.name));
    if (result === undefined) problems.push(`${submission.name} has no result`);
    else problems.push(...scoreProblems(submission, result));
    for (const { id, misconception } of result?.exercises ?? []) {
      const planted = submission.planted.filter(({ exercise }) => exercise === id);
      if (planted.length === 0) continue;
      wrongExercises++;
      if (!planted.some(({ name }) => name === misconception)) {
        misnamed.push(
          `${submission.name}: ${planted.map(({ name }) => name).join(', ')} was called ${misconception}`,
        );
      }
    }
  }
  const planted = submissions.reduce((sum, each) => sum + each.planted.length, 0);
  return { planted, wrongExercises, named: wrongExercises - misnamed.length, problems, misnamed };
}

/**
 * Every part with a mistake loses its share of the points, and no other part does. Of an exercise whose parts are shared
 * out by cases, one part at least does.
 */
const scoreProblems = ({ name, planted }: PlantedSubmission, result: ClassResult): string[] =>
  exercises.flatMap((exercise) => {
    const parts = partNames(exercise);
    const own = planted.filter((each) => each.exercise === exercise.id);
    const wrong = [...new Set(own.map(partOf))];
    const expected = roundPoints((exercise.points * (parts.length - wrong.length)) / parts.length);
    const got = result.exercises.find(({ id }) => id === exercise.id);
    const passed = got?.status === 'passed';
    const atMost = wrong.length > 0 && sharesOf(exercise) !== undefined;
    const due = got !== undefined && (atMost ? got.score <= expected : got.score === expected);
    if (due && passed === (wrong.length === 0)) return [];
    return [
      `${name}, ${exercise.id}: expected ${atMost ? 'at most ' : ''}${expected} points with mistakes in ${wrong.join(', ') || 'nothing'}, got ${got?.score} (${got?.status})`,
    ];
  });
