/** JUnit's XML: a suite an op, a test case a law. */
import type { OracleReport } from '../report.js';
import { escaped } from './escape.js';
import { failureText, saidOf, sentenceOf } from './failure.js';
import { type Test, testsOf } from './tests.js';

export function junitReport(report: OracleReport): string {
  const tests = testsOf(report);
  const suites = Object.keys(report.matrix).map((op) => {
    const own = tests.filter((test) => test.op === op);
    const head = `<testsuite name="${escaped(op)}" ${totals(own)}>`;
    return [`  ${head}`, ...own.map((test) => testCase(test)), '  </testsuite>'].join('\n');
  });
  const name = escaped(`${report.implementation.name} ${report.implementation.version}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${name}" ${totals(tests)}>\n${suites.join('\n')}\n</testsuites>\n`;
}

const totals = (tests: readonly Test[]): string => {
  const count = (status: Test['status']) => tests.filter((test) => test.status === status).length;
  return `tests="${tests.length}" failures="${count('failed')}" skipped="${count('skipped')}"`;
};

function testCase({ op, law, status, failure }: Test): string {
  const head = `    <testcase classname="${escaped(op)}" name="${escaped(sentenceOf(law))}"`;
  if (status === 'passed') return `${head}/>`;
  if (status === 'skipped' || failure === undefined) return `${head}><skipped/></testcase>`;
  return `${head}><failure message="${escaped(saidOf(failure))}">${escaped(failureText(failure))}</failure></testcase>`;
}
