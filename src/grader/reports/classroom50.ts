/**
 * Classroom 50's `result.json`, schema classroom50/result/v1, as an `autograder.py` writes it to the working
 * directory: https://github.com/foundation50/classroom50/wiki/Advanced-Autograding. Its points are whole numbers.
 */
import { jsonText } from '../../formats/json-text.js';
import type { Grade } from '../result.js';
import { SetupError } from '../setup-error.js';
import { testsOf } from './tests.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param environment what Classroom 50's runner sets: whose submission this is
 * @throws {SetupError} when it was not set
 */
export function classroom50Report(grade: Grade, environment: Environment, now: Date): string {
  const given = (name: string): string => {
    const value = environment[name];
    if (value !== undefined && value !== '') return value;
    throw new SetupError(
      `The format classroom50 needs the variable ${name}, which Classroom 50's runner sets; it is not set.`,
    );
  };
  const tests = testsOf(grade).map(({ name, outcome, score, maxScore, said }) => ({
    'test-name': name,
    passed: outcome === 'passed',
    score: Math.round(score),
    'max-score': Math.round(maxScore),
    message: said,
  }));
  const sum = (points: (test: (typeof tests)[number]) => number) =>
    tests.reduce((total, test) => total + points(test), 0);
  const result = {
    schema: 'classroom50/result/v1',
    classroom: given('CLASSROOM'),
    assignment: given('ASSIGNMENT'),
    assignment_type: given('ASSIGNMENT_TYPE'),
    owner: given('OWNER'),
    submission: given('SUBMISSION_TAG'),
    commit: given('COMMIT_URL'),
    release: given('RELEASE_URL'),
    review: environment.REVIEW_URL || given('COMMIT_URL'),
    // The runner replaces it with the commit's own time.
    datetime: `${now.toISOString().slice(0, 19)}Z`,
    score: sum(({ score }) => score),
    'max-score': sum((test) => test['max-score']),
    tests,
  };
  return jsonText(result);
}
