/** What an adapter says of itself, in the reports that are made of it. */
import { describe, expect, it } from 'vitest';
import {
  htmlReport,
  junitReport,
  markdownReport,
  type OracleReport,
  summaryText,
} from '../../src/oracle/index.js';
import { noCounts } from '../../src/oracle/report.js';
import { ctrfReport } from '../../src/oracle/reports/ctrf.js';

const markup = '"><img src=x onerror=alert(1)> | [a](http://b) `c`';
const obeyed = 'a\u001b[2J\u001b[32mb\u009bc\u202ed\u2066e\u2028f\ufeffg';
const words = `${markup} ${obeyed}`;

/** Nothing of it is as an adapter of good will says it. */
const report: OracleReport = {
  version: 1,
  implementation: {
    ...{ name: words, version: words, dtype: words, mode: words, limits: [words] },
  } as never,
  seed: 1,
  summary: { ...noCounts, disagree: 1 },
  matrix: { [words]: { value: { ...noCounts, disagree: 1 } }, [`${words}!`]: { value: noCounts } },
  failures: [
    {
      ...{ op: words, law: 'value', caseId: 'x', case: null, expected: 1, got: words, tolerance: 0 },
      ...{ entry: null, misconception: words, replay: words },
    },
  ],
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
const active = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]|\\u00(1b|9b)/;

describe('a case that breaks several laws', () => {
  it('is told once, and names each of them once, also where a law has several causes', () => {
    const [first] = report.failures;
    const failures = ['vjp', 'edges', 'edges'].map(
      (law) => ({ ...first, law }) as OracleReport['failures'][0],
    );
    const text = summaryText(
      { ...report, failures },
      { unexpected: failures, passing: [] },
      (_, said) => said,
    );
    expect(text.match(/The same case also breaks: .*/g)).toEqual(['The same case also breaks: edges.']);
  });
});

describe('words of an adapter', () => {
  it('are text in HTML, also in the names that cells link to', () => {
    const page = htmlReport(report);
    expect(page).not.toMatch(/<img/);
    expect(page).not.toMatch(active);
    const [, target] = /href="#([^"]*)"/.exec(page) ?? [];
    expect(target).toBeTruthy();
    expect(page).toContain(`<section id="${target}">`);
  });

  it('are text in Markdown, and no column of its table', () => {
    const page = markdownReport(report);
    // In a code block they stand as they are, and in a block of HTML there is no Markdown.
    const outside = page.replace(/(`{3,})text\n[\s\S]*?\n\1/g, '');
    expect(outside).not.toContain('<img');
    expect(outside.replace(/<summary>.*<.summary>/g, '')).not.toMatch(/[^\\]\[a|[^\\]`c/);
    expect(page).not.toMatch(active);
    const columns = page.split('\n').filter((line) => line.startsWith('| '));
    for (const line of columns) expect(line.match(/(?<!\\)\|/g)?.length).toBe(3);
  });

  it.each([
    ['JUnit', junitReport],
    ['CTRF', ctrfReport],
  ])('move nothing in %s', (_, text) => {
    expect(text(report)).not.toMatch(active);
  });

  it('have no colours in a terminal, and stay in their line', () => {
    const text = summaryText(
      report,
      { unexpected: report.failures, passing: [] } as never,
      (_, each) => each,
    );
    expect(text).not.toMatch(active);
  });
});
