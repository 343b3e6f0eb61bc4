import { ctrf } from '../../formats/ctrf.js';
import type { OracleReport } from '../report.js';
import { sentenceOf } from './failure.js';
import { testsOf } from './tests.js';

export const ctrfReport = (report: OracleReport): string =>
  ctrf(
    testsOf(report).map(({ op, law, status, failure }) => ({
      name: `${op}: ${sentenceOf(law)}`,
      status,
      suite: [op],
      failure,
    })),
  );
