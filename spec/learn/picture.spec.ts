import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { courseOf } from '../../src/grader/course.js';
import { Checker } from '../../src/learn/checker.js';
import { lessonsOf } from '../../src/learn/lessons.js';
import { openPicture } from '../../src/learn/picture.js';
import { altered, folderWith } from '../grader/submit.js';

it('the picture of a failure is a page that marks the rule, and there is none of nothing', async () => {
  const source = altered('stable', [
    'const total = summation(outGrad, this.axes, true); // Σ ḡ',
    'const total = outGrad;',
  ]);
  const folder = folderWith({ 'stable/stable.ts': source });
  const assignment = courseOf(['stable']);
  const lesson = lessonsOf(assignment, folder).find(({ id }) => id === 'stable.logsoftmax');
  if (lesson === undefined) throw new Error('stable has no logsoftmax');
  const checker = new Checker(folder, assignment, folder);
  const checked = await checker.check(lesson).finally(() => checker.stop());
  expect(await openPicture(undefined, folder)).toBe('There is no failure to be shown.');
  expect(await openPicture(checked, folder)).toContain(
    `The page is in ${join(folder, 'report.html')}: file://`,
  );
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(
    /<h2>stable\.logsoftmax<\/h2>[\s\S]*✗ this rule fails/,
  );
});
