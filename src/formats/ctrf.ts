/** The Common Test Report Format, https://ctrf.io. Durations are not measured, and are zero. */
import { writable } from './escape.js';
import { jsonText } from './json-text.js';
import type { Tested } from './tested.js';

export function ctrf(tests: readonly Tested[]): string {
  const count = (status: Tested['status']) => tests.filter((test) => test.status === status).length;
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
        suite: [writable(suite)],
        ...failure,
      })),
    },
  };
  return jsonText(report);
}
