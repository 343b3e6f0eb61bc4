import { ctrf } from '../../formats/ctrf.js';
import type { OracleReport } from '../report.js';
import { testsOf } from './tests.js';

/** In the Common Test Report Format: one test per row and law. */
export const ctrfReport = (report: OracleReport): string =>
  ctrf(testsOf(report).map((test) => ({ ...test, name: `${test.suite}: ${test.name}` })));
