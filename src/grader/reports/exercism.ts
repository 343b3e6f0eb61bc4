/** Exercism's test runner interface, version 3: https://exercism.org/docs/building/tooling/test-runners/interface. */
import { jsonText } from '../../formats/json-text.js';
import { clippedToCharacters } from '../../formats/printable.js';
import type { Grade } from '../result.js';
import { partTestsOf, type Test } from './tests.js';

/** The most characters that Exercism takes in the message at the top. */
const longestMessage = 65_535;

/** And in a test's output. */
const longestOutput = 500;

export function exercismReport(grade: Grade): string {
  const tests = partTestsOf(grade);
  const status = statusOf(tests);
  const said = tests.map(({ name, said }) => `${name}\n${said}`).join('\n\n');
  const result = {
    version: 3,
    status,
    message: status === 'error' ? clippedToCharacters(said, longestMessage) : null,
    tests: tests.map((test) =>
      testOf(
        test,
        grade.exercises.findIndex(({ id }) => id === test.exercise),
      ),
    ),
  };
  return jsonText(result);
}

/** `error` is for a run in which no test gave an answer. */
function statusOf(tests: readonly Test[]): 'pass' | 'fail' | 'error' {
  if (tests.every(({ outcome }) => outcome === 'passed')) return 'pass';
  return tests.every(({ outcome }) => outcome === 'error') ? 'error' : 'fail';
}

const statuses = { passed: 'pass', failed: 'fail', error: 'error' } as const;

const testOf = ({ name, outcome, said, printed, command }: Test, exercise: number) => ({
  name,
  status: statuses[outcome],
  message: outcome === 'passed' ? null : said,
  output: printed === '' ? null : clippedToCharacters(printed, longestOutput),
  test_code: command,
  task_id: exercise + 1,
});
