import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { courseOf } from '../../src/grader/course.js';
import { grade } from '../../src/grader/grade.js';
import { noteGrading } from '../../src/grader/report-page/history.js';
import { askedIn, type Report, reportOf } from '../../src/grader/report-page/index.js';
import { jsonReport } from '../../src/grader/reports/json.js';
import type { Grade } from '../../src/grader/result.js';
import { browserMissing, openBrowser } from './browser.js';
import { altered, folderWith, sharedBundler } from './submit.js';

const context = { submission: undefined, own: [] };

/** The matrix product forgets that outGrad is in it, and backward overwrites instead of adding. */
const wrong = {
  'stable/stable.ts': altered('stable', [
    'const total = summation(outGrad, this.axes, true); // Σ ḡ',
    'const total = outGrad;',
  ]),
  'backward/backward.ts': altered('backward', ['add(sum, part)', 'part']),
};

describe('the page of a failing grading', () => {
  let folder: string;
  let removeFolder = () => {};
  let result: Grade;
  let report: Report;
  let browser: Browser | undefined;

  beforeAll(async () => {
    folder = folderWith(wrong, (end) => {
      removeFolder = end;
    });
    result = await grade({
      ...{ submission: folder, replayFolder: folder, bundler: sharedBundler(), runs: 8 },
      only: ['stable.logsoftmax', 'backward.shared'],
    });
    noteGrading(folder, folder, result, new Date('2026-01-02T03:04:05Z'));
    const exercises = {
      'stable.softmax': { solved: true, attempts: 3, hints: 1 },
      'stable.logsoftmax': { solved: false, attempts: 0, hints: 0 },
    };
    writeFileSync(join(folder, 'learn.json'), JSON.stringify({ version: 1, current: null, exercises }));
    report = await reportOf(askedIn([folder], context), folder);
  });

  afterAll(async () => {
    await browser?.close();
    removeFolder();
  });

  it('has a section for each, with what is wrong in words', () => {
    expect(report.failures.map(({ name, state }) => [name, state])).toEqual([
      ['backward', 'broken'],
      ['stable', 'broken'],
    ]);
    expect(report.page).toMatch(/<h2>stable<\/h2>\n<pre>This law is broken: /);
  });

  it('marks the op whose rule fails, and each input whose gradient is wrong', () => {
    const marks = report.failures.map(({ program }) =>
      program?.boxes.flatMap(({ lines, wrong: why = [] }) =>
        why.length > 0 ? [`${lines[0]}: ${why[0]}`] : [],
      ),
    );
    expect(marks[0]).toEqual([expect.stringMatching(/^input a: yours: \[/)]);
    expect(marks[1]).toEqual([
      expect.stringMatching(/^input a: yours: \[/),
      expect.stringMatching(/^b = logsoftmax\S* a: this rule fails/),
    ]);
  });

  it("has the learner's Jacobian beside the right one, entry by entry", () => {
    const [, stable] = report.failures;
    const pairs = stable?.jacobians.kind === 'known' ? stable.jacobians.pairs : [];
    expect(pairs).toHaveLength(1);
    for (const { right, got, wrong: marks } of pairs) {
      // Of the rule above, the diagonal alone is right.
      expect(got?.map((row) => row.map((entry) => entry !== 0))).toEqual(
        right.map((row, k) => row.map((_, column) => k === column)),
      );
      expect(marks).toEqual(right.map((row, k) => row.map((_, column) => k !== column)));
    }
  });

  it('needs nothing from elsewhere, and no script', () => {
    expect(report.page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)|@import/);
  });

  it('tells how it went so far', () => {
    const history = report.page.slice(report.page.indexOf('id="history"'));
    expect(history).toContain('<th scope="row">2026-01-02 03:04</th>');
    expect(history).toContain('stable.softmax: ✓ 3 attempts, 1 hint.');
    expect(history).not.toContain('stable.logsoftmax');
  });

  it('can be made of a grade in JSON, too: without the files it has the right Jacobian alone', async () => {
    const file = join(folder, 'grade.json.txt');
    writeFileSync(file, jsonReport(result));
    const drawn = await reportOf(askedIn([file], context), folder);
    expect(drawn.failures.map(({ name }) => name)).toEqual(['stable.logsoftmax', 'backward.shared']);
    expect(drawn.page).not.toContain('Your Jacobian');
    const [asked] = askedIn([file], { submission: folder, own: [] });
    const again = await reportOf(asked === undefined ? [] : [asked], folder);
    expect(again.page).toContain('Your Jacobian by a');
  });

  it('calls the inputs of a function by its names for them', async () => {
    const counterexample = {
      program: {
        inputs: [
          { dtype: 'float64', shape: [1] },
          { dtype: 'float64', shape: [1] },
        ],
        steps: [{ op: 'multiply', args: [0, 1] }],
        outputs: [2],
      },
      inputs: [
        { dtype: 'float64', shape: [1], data: [2] },
        { dtype: 'float64', shape: [1], data: [3] },
      ],
      cotangents: [[{ dtype: 'float64', shape: [1], data: [5] }]],
      ...{ mode: 'eager', order: 1, directions: [] },
    };
    const exercise = courseOf().exercises.find(({ own }) => own?.inputs.length === 2);
    const [first = '', second = ''] = exercise?.own?.inputs ?? [];
    const parts = [{ name: exercise?.id, counterexample, message: '' }];
    const file = join(folder, 'named.json');
    writeFileSync(file, JSON.stringify({ exercises: [{ id: exercise?.id, parts }] }));
    const { failures } = await reportOf(askedIn([file], context), folder);
    rmSync(file);
    const [{ program, jacobians } = {}] = failures;
    expect(program?.boxes.map(({ lines }) => lines[0]).slice(0, 2)).toEqual([
      `input ${first}`,
      `input ${second}`,
    ]);
    expect(program?.sentences.join(' ')).toContain(`multiply ${first} ${second}.`);
    expect(jacobians?.kind === 'known' && jacobians.pairs.map(({ input }) => input)).toEqual([first, second]);
  });

  it('of a file that is neither says so', () => {
    expect(() => askedIn([join(folder, 'learn.json')], context)).toThrow(
      /is neither a counterexample nor a grade/,
    );
  });

  describe.skipIf(browserMissing !== '')(
    `in Chromium${browserMissing && ` (skipped: ${browserMissing})`}`,
    () => {
      async function open(colorScheme: 'light' | 'dark', width: number): Promise<Page> {
        const file = join(folder, 'report.html');
        writeFileSync(file, report.page);
        browser ??= await openBrowser();
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
        await page.goto(pathToFileURL(file).href);
        return page;
      }

      it('has as many cells as the Jacobians have entries, and outlines the wrong ones', async () => {
        const page = await open('light', 1200);
        const stable = page.locator('section[id="stable"]');
        const [, failure] = report.failures;
        const pairs = failure?.jacobians.kind === 'known' ? failure.jacobians.pairs : [];
        const entries = pairs.reduce((sum, { right }) => sum + right.flat().length, 0);
        expect(await stable.locator('svg .entry').count()).toBe(2 * entries);
        const marked = pairs.reduce((sum, { wrong: marks }) => sum + marks.flat().filter(Boolean).length, 0);
        expect(await stable.locator('svg .entry.wrong').count()).toBe(marked);
        expect(await stable.locator('svg .node.wrong').filter({ hasText: 'this rule fails' }).count()).toBe(
          1,
        );
        await page.close();
      });

      it.each([
        ['light', 1200],
        ['dark', 1200],
        ['light', 320],
      ] as const)('axe-core finds nothing: %s, %d pixels wide', async (scheme, width) => {
        const page = await open(scheme, width);
        for (const summary of await page.locator('summary').all()) await summary.click();
        await page.evaluate(
          readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
        );
        const found = await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
        );
        expect(found).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
        await page.close();
      });
    },
  );
});
