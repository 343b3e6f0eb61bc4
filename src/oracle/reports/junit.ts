/** JUnit's XML: one suite per op, one test case per law. */
import { junit } from '../../formats/junit.js';
import type { OracleReport } from '../report.js';
import { sentenceOf } from './failure.js';
import { testsOf } from './tests.js';

export function junitReport(report: OracleReport): string {
  const { name, version } = report.implementation;
  const tests = testsOf(report).map(({ op, law, status, failure }) => ({
    suite: op,
    name: sentenceOf(law),
    status,
    failure,
  }));
  return junit(`${name} ${version}`, tests);
}
