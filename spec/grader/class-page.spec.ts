import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classPage } from '../../src/grader/class/class-page.js';
import { examplesOf } from '../../src/grader/class/examples.js';
import { type ClassResult, readResult, resultText } from '../../src/grader/class/result-file.js';
import { courseOf } from '../../src/grader/course.js';
import { grade } from '../../src/grader/grade.js';
import { browserMissing, openBrowser } from './browser.js';
import { altered, folderWith, sharedBundler } from './submit.js';

it('the page of a class holds no markup of others, nor marks that turn or hide its text', () => {
  const assignment = '<img src=x>\u202e\u009b\u001b[2J\u2028\u0000';
  const result = { assignment, submission: 'ada', score: 1, maxScore: 2, seed: 1, exercises: [] };
  const page = classPage([result as unknown as ClassResult]);
  expect(page).toContain('<h1>&lt;img src=x&gt;[2J</h1>');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
  expect(page).not.toMatch(/<img|[\u0000\u001b\u0080-\u009f\u2028-\u202e]/);
});

/** A class with one mistake in an op and one in a function of a chapter. */
async function pageWithMistakes(whenOver: (end: () => void) => void): Promise<string> {
  const files = {
    'elementwise/elementwise.ts': altered('elementwise', [
      '[multiply(outGrad, b), multiply(outGrad, a)]',
      '[multiply(outGrad, a), multiply(outGrad, b)]',
    ]),
    'jacobian/jacobian.ts': altered('jacobian', ['(row % m === column ? 1 : 0)', '(row === column ? 1 : 0)']),
  };
  const submission = folderWith(files, whenOver);
  const graded = await grade({
    submission,
    assignment: courseOf(['elementwise', 'jacobian']),
    only: ['elementwise.multiply', 'jacobian.by-b'],
    ...{ saveNothing: true, bundler: sharedBundler(), runs: 6 },
  });
  const text = resultText(graded, { grading: 'g', submission: 's' });
  writeFileSync(join(submission, 'ada.json'), text);
  const result = readResult(join(submission, 'ada.json'));
  if (result === undefined) throw new Error('the result cannot be read back');
  return classPage([result], await examplesOf([result]));
}

describe('the known mistakes of a class', () => {
  let page = '';
  let removeFolder = () => {};
  beforeAll(async () => {
    page = await pageWithMistakes((end) => {
      removeFolder = end;
    });
  });
  afterAll(() => removeFolder());

  it('each lead to an example of it, worked by hand on a case that a submission failed on', () => {
    const [, target] = /<a href="#(mistake-\d)">multiply-gives-each-its-own-factor<\/a>/.exec(page) ?? [];
    const [section = ''] = new RegExp(`<section id="${target}">[\\s\\S]*?</section>`).exec(page) ?? [];
    expect(section).toContain('elementwise, multiply: Each input gets outGrad times itself');
    expect(section).toMatch(
      /a +b +Δ\n.*\n\nā should be +ā came out as[\s\S]*By hand:\n {2}ā\[0\] = Δ·∂c\/∂a\[0\]/,
    );
    expect(page).toMatch(/forgets-that-b-is-repeated<\/h3>\n<p>.*by-b: .+<\/p>[\s\S]*b̄ should be/);
  });

  it.skipIf(browserMissing)('are read without scripts, and axe-core finds nothing', async () => {
    const file = join(folderWith({}), 'class.html');
    writeFileSync(file, page);
    const browser = await openBrowser();
    try {
      for (const [colorScheme, width] of [
        ['light', 1200],
        ['dark', 320],
      ] as const) {
        const tab = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
        await tab.goto(pathToFileURL(file).href);
        await tab.evaluate(
          readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
        );
        const found = await tab.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
        );
        expect(found).toEqual([]);
      }
    } finally {
      await browser.close();
    }
  });
});
