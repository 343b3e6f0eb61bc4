import { expect, it } from 'vitest';
import { classPage } from '../../src/grader/class/class-page.js';
import type { ClassResult } from '../../src/grader/class/result-file.js';

it('the page of a class holds no markup of others, nor marks that turn or hide its text', () => {
  const assignment = '<img src=x>\u202e\u009b\u001b[2J\u2028\u0000';
  const result = { assignment, submission: 'ada', score: 1, maxScore: 2, seed: 1, exercises: [] };
  const page = classPage([result as unknown as ClassResult]);
  expect(page).toContain('<h1>&lt;img src=x&gt;[2J</h1>');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
  expect(page).not.toMatch(/<img|[\u0000\u001b\u0080-\u009f\u2028-\u202e]/);
});
