/** The Common Test Report Format, https://ctrf.io. Durations are not measured, and are zero. */
import { writable } from './escape.js';

export interface CtrfTest {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly suite: readonly string[];
  /** What is wrong, in short and in full. */
  readonly failure: { readonly message: string; readonly trace: string } | undefined;
}

export function ctrf(tests: readonly CtrfTest[]): string {
  const count = (status: CtrfTest['status']) => tests.filter((test) => test.status === status).length;
  const report = {
    reportFormat: 'CTRF',
    specVersion: '1.0.0',
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
      tests: tests.map(({ name, status, suite, failure }) => ({
        name: writable(name),
        status,
        duration: 0,
        suite: suite.map(writable),
        ...failure,
      })),
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
