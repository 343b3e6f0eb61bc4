import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { altered, folderWith } from './submit.js';

interface Shown {
  readonly ancestorTitles: readonly string[];
  readonly status: string;
  readonly title: string;
}

/** What `npm run ui` shows of a submission, as Vitest's JSON has it. */
async function shownOf(submission: string): Promise<readonly Shown[]> {
  const file = join(submission, 'shown.json');
  const args = [
    'vitest',
    'run',
    '--config',
    'spec/ui/vitest.config.ts',
    '--reporter=json',
    '--outputFile',
    file,
  ];
  const env = { ...process.env, BACKPROOF_SUBMISSION: submission };
  await new Promise((resolve) => execFile('npx', args, { env }, resolve));
  return JSON.parse(readFileSync(file, 'utf8')).testResults[0].assertionResults;
}

it('npm run ui shows the laws by chapter, op and law, and which of them a rule breaks', async () => {
  const wrong = altered('shape', ['return [transpose(outGrad, this.axes)];', 'return [outGrad];']);
  const shown = await shownOf(folderWith({ 'shape/shape.ts': wrong }, onTestFinished));
  const failed = shown
    .filter(({ status }) => status === 'failed')
    .map(({ ancestorTitles }) => ancestorTitles);
  expect(failed).toContainEqual(['shape', 'transpose']);
  const laws = shown.filter(({ ancestorTitles: [chapter, op] }) => chapter === 'shape' && op === 'permute');
  expect(laws.map(({ title }) => title)).toContainEqual(
    expect.stringMatching(/^the vjp equals JᵀΔ \(\d+ cases\)$/),
  );
  expect(new Set(laws.map(({ status }) => status))).toEqual(new Set(['passed']));
});
