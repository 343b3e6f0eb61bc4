/** JUnit's XML: one suite per op, one test case per law. */
import { junit } from '../../formats/junit.js';
import type { OracleReport } from '../report.js';
import { testsOf } from './tests.js';

/** As JUnit XML: one test per row and law. */
export function junitReport(report: OracleReport): string {
  const { name, version } = report.implementation;
  return junit(`${name} ${version}`, testsOf(report));
}
