/**
 * A runner's result for GitHub Classroom, in base64, as github-education-resources/autograding-grading-reporter
 * takes it from the variable `<RUNNER>_RESULTS`. It reports the sum of the tests' scores.
 */
import { clippedToBytes } from '../../formats/printable.js';
import type { Grade } from '../result.js';
import { type Test, testsOf } from './tests.js';

/** The result travels in one variable, of 128 KiB at most, and base64 makes three bytes four. */
const mostBytes = 64_000;

export function githubReport(grade: Grade): string {
  const bytesEach = Math.floor(mostBytes / grade.exercises.length);
  const result = {
    version: 1,
    status: grade.score === grade.maxScore ? 'pass' : 'fail',
    max_score: grade.maxScore,
    tests: testsOf(grade).map((test) => testOf(test, bytesEach)),
  };
  return Buffer.from(JSON.stringify(result)).toString('base64');
}

const statuses = { passed: 'pass', failed: 'fail', error: 'error' } as const;

const testOf = ({ id, name, score, outcome, said, command }: Test, bytes: number) => ({
  name,
  status: statuses[outcome],
  score,
  message: outcome === 'passed' ? null : clippedToBytes(said, bytes),
  test_code: command,
  filename: `${id}/${id}.ts`,
  // The reporter prints no line when this is zero. The duration is not measured.
  line_no: 0,
  duration: 0,
});
