import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeHostile } from '../../bench/batch/hostile-members.js';
import { leftovers } from '../../bench/batch/leftovers.js';
import { drawClass, writeSubmission } from '../../bench/batch/planted-class.js';
import { backproof, differingFiles, resultCount } from '../../bench/batch/run.js';
import { contentDigest } from '../../src/grader/class/content-digest.js';
import { readResult } from '../../src/grader/class/result-file.js';
import { timeLimit, withinTime } from '../../src/grader/time-limit.js';
import { folderWith } from './submit.js';

const digestOf = (folder: string, bounds?: { entries: number; bytes: number }) =>
  contentDigest({ name: 'x', folder }, ['matmul'], bounds);

const source = 'matmul/matmul.ts';

describe('the digest of a submission', () => {
  it('changes with a file, and with where a link leads, which it does not follow', () => {
    const folder = folderWith({ [source]: 'a' });
    const before = digestOf(folder);
    expect(digestOf(folderWith({ [source]: 'a' }))).toBe(before);
    expect(digestOf(folderWith({ [source]: 'b' }))).not.toBe(before);
    symlinkSync('.', join(folder, 'matmul/loop'));
    symlinkSync('/dev/zero', join(folder, 'matmul/zero'));
    const linked = digestOf(folder);
    expect(linked).toMatch(/^[0-9a-f]{16}$/);
    rmSync(join(folder, 'matmul/zero'));
    symlinkSync('/proc/kmsg', join(folder, 'matmul/zero'));
    expect(digestOf(folder)).not.toBe(linked);
  });

  it('is the same of no two lists of names and contents', () => {
    const digests = [
      { 'matmul/a': '', 'matmul/b': '4:file8:matmul/c1:0' },
      { 'matmul/a': '4:file8:matmul/b', 'matmul/c': '' },
      { 'matmul/a': 'bc' },
      { 'matmul/ab': 'c' },
      { 'matmul/a/b': 'c' },
    ].map((files) => digestOf(folderWith(files)));
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('opens no pipe, and is not there where there is too much to read', () => {
    const folder = folderWith({ [source]: 'a', 'matmul/b': 'b' });
    spawnSync('mkfifo', [join(folder, 'matmul/pipe')]);
    expect(digestOf(folder)).toBeDefined();
    expect(digestOf(folder, { entries: 3, bytes: 100 })).toBeUndefined();
    expect(digestOf(folder, { entries: 100, bytes: 1 })).toBeUndefined();
    truncateSync(join(folder, 'matmul/b'), 9_000_000_000);
    expect(digestOf(folder)).toBeUndefined();
  });
});

describe('the time of a whole submission', () => {
  it('is limited: whatever is asked afterwards is lost, with a sentence that says so', async () => {
    const never = () => Promise.reject(new Error('it was asked'));
    const asked = { run: never, measure: never } as unknown as Parameters<typeof withinTime>[0];
    expect(
      await withinTime(asked, { ...timeLimit(2_000), isOver: () => true }).run({} as never),
    ).toMatchObject({
      kind: 'crashed',
      error: { message: 'Grading the whole submission took longer than 2 s, and was stopped.' },
    });
    await expect(withinTime(asked, timeLimit(60_000)).run({} as never)).rejects.toThrow('it was asked');
  });
});

describe('a class with hostile members', () => {
  let folder: string;
  let honest: readonly string[];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hostile-'));
    honest = drawClass(3, 5).map((each) => writeSubmission(each, join(folder, 'submissions')));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const temporaryFolder = () => {
    const temporary = mkdtempSync(join(folder, 'temporary-'));
    onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
    return temporary;
  };
  const grade = (folders: readonly string[], out: string, TMPDIR: string, ...killed: Killing) =>
    backproof(
      ['grade', ...folders, '--out', join(folder, out), '--jobs', '2', '--only', 'matmul', '--runs', '3'],
      killed[0],
      { ...process.env, TMPDIR },
      killed[1],
    );
  type Killing = [until?: () => boolean, signal?: NodeJS.Signals];

  // `npm run bench:hostile` does the same for 200, with every kind.
  it('grades the others as without them', async () => {
    const temporary = temporaryFolder();
    const hostile = ['link-loop', 'sparse-files', 'pipe-as-solution'].map((kind) =>
      writeHostile(kind, kind, join(folder, 'submissions')),
    );
    const long = writeHostile('crafted-names', 'n'.repeat(246), join(folder, 'submissions'));
    expect(await grade(honest, 'honest', temporary)).toBe(0);
    // Only the one whose name is too long for a file goes without a result.
    expect(await grade([...honest, ...hostile, long], 'mixed', temporary)).toBe(2);
    const differing = differingFiles(join(folder, 'honest'), join(folder, 'mixed'));
    expect(differing.filter((file) => file.endsWith('.json')).sort()).toEqual([
      'link-loop.json',
      'pipe-as-solution.json',
      'sparse-files.json',
    ]);
    expect(readResult(join(folder, 'mixed/link-loop.json'))?.score).toBe(9);
    expect(readResult(join(folder, 'mixed/pipe-as-solution.json'))?.exercises[0]?.status).toBe('missing');
    expect(await leftovers(temporary, 10_000)).toEqual({ processes: [], folders: [] });
  });

  it('gives no grades where there is no place for temporary files', async () => {
    const nowhere = join(folder, 'nowhere');
    expect(await grade(honest, 'ungraded', nowhere)).toBe(2);
    expect(resultCount(join(folder, 'ungraded'))).toBe(0);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGKILL', 'SIGKILL'],
  ] as const)('leaves nothing behind after %s', async (signal, ending) => {
    const temporary = temporaryFolder();
    const endless = ['a', 'b'].map((name) =>
      writeHostile('endless-loop', name, join(folder, `endless-${signal}`)),
    );
    const underWay = () =>
      readdirSync(temporary, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.mjs'));
    expect(await grade(endless, signal, temporary, underWay, signal)).toBe(ending);
    expect(await leftovers(temporary, 10_000)).toEqual({ processes: [], folders: [] });
  });
});
