import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { contentDigest } from '../../src/grader/class/content-digest.js';
import { folderWith } from './submit.js';

const digestOf = (files: Readonly<Record<string, string>>): string =>
  contentDigest(folderWith(files), ['shape', 'matmul']);

describe('the digest of a submission', () => {
  it('is the same for the same files, whatever else the folder holds', () => {
    const files = { 'shape/shape.ts': 'a', 'matmul/matmul.ts': 'b' };
    expect(digestOf(files)).toBe(digestOf({ ...files, 'notes.txt': 'c', 'shape/__pycache__/x.pyc': 'd' }));
  });

  it.each([
    ['a file changed', { 'shape/shape.ts': 'b' }],
    ['a file was renamed', { 'shape/shapes.ts': 'a' }],
    ['a file was added', { 'shape/shape.ts': 'a', 'shape/other.ts': '' }],
    ['a file moved to another exercise', { 'matmul/shape.ts': 'a' }],
  ])('is another one when %s', (_, files) => {
    expect(digestOf(files)).not.toBe(digestOf({ 'shape/shape.ts': 'a' }));
  });

  it('does not take a name for a content, nor two files for one', () => {
    const digests = [
      { 'shape/a': 'b', 'shape/c': 'd' },
      { 'shape/a': 'b4:file7:shape/c1:1d' },
      { 'shape/a': 'b\u0000shape/c\u0000d' },
      { 'shape/ab': '', 'shape/c': 'd' },
    ].map(digestOf);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('follows no link, be it a loop, to a device or out of the folder', () => {
    const submission = folderWith({ 'shape/shape.ts': 'a' });
    symlinkSync('.', join(submission, 'shape/loop'));
    symlinkSync('/dev/zero', join(submission, 'shape/device'));
    symlinkSync('/', join(submission, 'matmul'));
    const before = contentDigest(submission, ['shape', 'matmul']);
    rmSync(join(submission, 'shape/device'));
    symlinkSync('/dev/null', join(submission, 'shape/device'));
    expect(contentDigest(submission, ['shape', 'matmul'])).not.toBe(before);
  });

  it.runIf(spawnSync('mkfifo', ['--version']).status === 0)('does not wait for a pipe', () => {
    const submission = folderWith({ 'shape/shape.ts': 'a' });
    spawnSync('mkfifo', [join(submission, 'shape/pipe')]);
    expect(contentDigest(submission, ['shape'])).not.toBe(digestOf({ 'shape/shape.ts': 'a' }));
  });

  it('reads a bounded part of files that are large, or too many', () => {
    const submission = folderWith({ 'shape/shape.ts': 'a' });
    const sparse = join(submission, 'shape/sparse');
    writeFileSync(sparse, '');
    truncateSync(sparse, 50_000_000_000);
    const limits = { entries: 5, bytes: 1_000, bytesPerFile: 100 };
    const before = contentDigest(submission, ['shape'], limits);
    truncateSync(sparse, 50_000_000_001);
    expect(contentDigest(submission, ['shape'], limits)).not.toBe(before);
    for (let index = 0; index < 20; index++) writeFileSync(join(submission, 'shape', `z${index}`), 'x');
    expect(contentDigest(submission, ['shape'], limits)).toMatch(/^[0-9a-f]{16}$/);
  });

  it('does not depend on when files were written', () => {
    const submission = folderWith({ 'shape/shape.ts': 'a' });
    const before = contentDigest(submission, ['shape']);
    utimesSync(join(submission, 'shape/shape.ts'), 1, 1);
    expect(contentDigest(submission, ['shape'])).toBe(before);
  });
});

describe('a submission that cannot be read or filed', () => {
  it('costs nobody else anything', async () => {
    const { gradeClass } = await import('../../src/grader/class/grade-class.js');
    const { wholeCourse } = await import('../../src/grader/assignment/assignment.js');
    const root = mkdtempSync(join(tmpdir(), 'class-of-odd-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const long = 'n'.repeat(246);
    const submissions = ['fine', long].map((name) => ({ name, folder: join(root, name) }));
    for (const { folder } of submissions) mkdirSync(join(folder, 'matmul'), { recursive: true });
    chmodSync(join(root, 'fine'), 0o755);
    const grading = { assignment: wholeCourse, only: ['matmul'], seed: 1, runs: 1, reveal: false };
    const outcome = await gradeClass({
      ...{ submissions, grading, out: join(root, 'out'), jobs: 1, resume: false },
    });
    expect(outcome.failed).toEqual([
      { name: long, why: expect.stringMatching(/^its result cannot be written \(ENAMETOOLONG/) },
    ]);
  });
});
