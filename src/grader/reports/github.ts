/**
 * A runner's result for GitHub Classroom, in base64, as github-education-resources/autograding-grading-reporter
 * takes it from the variable `<RUNNER>_RESULTS`. It reports the sum of the tests' scores.
 */

import { clippedToBytes } from '../../formats/printable.js';
import { chapterOf } from '../exercises.js';
import type { Grade } from '../result.js';
import { type Test, testsOf } from './tests.js';

/** The result travels in one variable, of 128 KiB at most with its name. */
const longestResult = 127 * 1024;

/** Texts are halved until they fit: JSON takes two or more bytes for some characters, and base64 four for three. */
export function githubReport(grade: Grade): string {
  const tests = testsOf(grade);
  let bytesEach = Math.floor(64_000 / Math.max(1, tests.length));
  let result = inBase64(grade, tests, bytesEach);
  while (result.length > longestResult && bytesEach > 0) {
    bytesEach = Math.floor(bytesEach / 2);
    result = inBase64(grade, tests, bytesEach);
  }
  return result;
}

const inBase64 = ({ score, maxScore }: Grade, tests: readonly Test[], bytesEach: number): string => {
  const result = {
    version: 1,
    status: score === maxScore ? 'pass' : 'fail',
    max_score: maxScore,
    tests: tests.map((test) => testOf(test, bytesEach)),
  };
  return Buffer.from(JSON.stringify(result)).toString('base64');
};

const statuses = { passed: 'pass', failed: 'fail', error: 'error' } as const;

const testOf = ({ id, name, score, outcome, said, command }: Test, bytes: number) => ({
  name,
  status: statuses[outcome],
  score,
  message: outcome === 'passed' ? null : clippedToBytes(said, bytes),
  test_code: command,
  filename: `${chapterOf({ id })}/${chapterOf({ id })}.ts`,
  // The reporter prints no line when this is zero. The duration is not measured.
  line_no: 0,
  duration: 0,
});
