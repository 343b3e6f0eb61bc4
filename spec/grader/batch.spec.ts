import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { drawClass, writeSubmission } from '../../bench/batch/planted-class.js';
import { backproof, differingFiles, resultCount } from '../../bench/batch/run.js';
import { verifyClass } from '../../bench/batch/verify-class.js';

describe('a class whose mistakes are known', () => {
  it('is the same for the same seed', () => {
    expect(drawClass(20, 3)).toEqual(drawClass(20, 3));
    expect(drawClass(20, 3)).not.toEqual(drawClass(20, 4));
    expect(new Set(drawClass(50, 1).map(({ planted }) => planted.length))).toEqual(new Set([0, 1, 2, 3]));
  });

  // `npm run batch` does the same for 200.
  it('is graded as it deserves, and the same when it was killed half-way and resumed', {
    timeout: 600_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'batch-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const submissions = drawClass(6, 2);
    const folders = submissions.map((each) => writeSubmission(each, join(folder, 'submissions')));
    const [killed, whole] = [join(folder, 'killed'), join(folder, 'whole')];
    const grade = (out: string, more: readonly string[] = [], until?: () => boolean) =>
      backproof(['grade', ...folders, '--out', out, '--jobs', '2', ...more], until);
    expect(await grade(killed, [], () => resultCount(killed) >= 3)).toBe('SIGKILL');
    expect(resultCount(killed)).toBeLessThan(6);
    expect(await grade(killed, ['--resume'])).toBe(0);
    expect(await grade(whole)).toBe(0);
    expect(differingFiles(killed, whole)).toEqual([]);
    const { problems, named, wrongExercises } = verifyClass(submissions, whole);
    expect(problems).toEqual([]);
    expect(named).toBeGreaterThanOrEqual(0.9 * wrongExercises);
  });
});
