/** The Common Test Report Format, https://ctrf.io. Its durations are not measured, and are zero. */
import type { OracleReport } from '../report.js';
import { failureText, saidOf, sentenceOf } from './failure.js';
import { testsOf } from './tests.js';

export function ctrfReport(report: OracleReport): string {
  const tests = testsOf(report);
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const ctrf = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    results: {
      tool: { name: 'backproof' },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        pending: 0,
        skipped: count('skipped'),
        other: 0,
        start: 0,
        stop: 0,
      },
      tests: tests.map(({ op, law, status, failure }) => ({
        name: `${op}: ${sentenceOf(law)}`,
        status,
        duration: 0,
        suite: [op],
        ...(failure && { message: saidOf(failure), trace: failureText(failure) }),
      })),
    },
  };
  return `${JSON.stringify(ctrf, null, 2)}\n`;
}
