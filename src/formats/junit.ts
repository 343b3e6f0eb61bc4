/** JUnit's XML as Jenkins, GitLab and GitHub's reporters read it: the elements and attributes of Jenkins' junit-10.xsd. */
import { escaped } from './escape.js';
import type { Tested } from './tested.js';

/** Suites are in the order of their first tests. */
export function junit(name: string, tests: readonly Tested[]): string {
  const suites = [...new Set(tests.map(({ suite }) => suite))].map((suite) => {
    const own = tests.filter((test) => test.suite === suite);
    const skipped = own.filter(({ status }) => status === 'skipped').length;
    const head = `  <testsuite name="${escaped(suite)}" ${totals(own)} skipped="${skipped}">`;
    return [head, ...own.map(testCase), '  </testsuite>'].join('\n');
  });
  const head = `<testsuites name="${escaped(name)}" ${totals(tests)}>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${[head, ...suites, '</testsuites>'].join('\n')}\n`;
}

const totals = (tests: readonly Tested[]): string =>
  `tests="${tests.length}" failures="${tests.filter(({ status }) => status === 'failed').length}" errors="0"`;

function testCase({ suite, name, status, failure }: Tested): string {
  const head = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}"`;
  if (status === 'passed') return `${head}/>`;
  if (status === 'skipped' || failure === undefined) return `${head}><skipped/></testcase>`;
  const message = escaped(failure.message).replaceAll('\n', '&#10;');
  return `${head}><failure message="${message}">${escaped(failure.trace)}</failure></testcase>`;
}
