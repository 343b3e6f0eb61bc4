import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sentenceOf } from '../../src/oracle/death.js';
import { removeTemporary, spawnGroup, temporaryFolder } from '../../src/wire/leftovers.js';
import { type Death, Life } from '../../src/wire/life.js';

describe('temporary folders', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leftovers-'));
    vi.stubEnv('TMPDIR', folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A folder such as a process of ours leaves, with this text as its owner. */
  function left(name: string, owner?: string): string {
    const own = join(folder, name);
    mkdirSync(own);
    if (owner !== undefined) writeFileSync(join(own, 'owner'), owner);
    return own;
  }

  it('of dead processes of this machine are removed at the next start, and no others', () => {
    const dead = 2 ** 22 + 1;
    const gone = left('backproof-gone', `${dead} ${hostname()}`);
    const kept = [
      left('backproof-live', `${process.pid} ${hostname()}`),
      left('backproof-elsewhere', `${dead} another-${hostname()}`),
      left('backproof-nobody'),
      left('somebody-else', `${dead} ${hostname()}`),
    ];
    const own = temporaryFolder();
    expect(existsSync(gone)).toBe(false);
    expect(kept.filter((each) => !existsSync(each))).toEqual([]);
    expect(readFileSync(join(own, 'owner'), 'utf8')).toBe(`${process.pid} ${hostname()}`);
    removeTemporary(own);
    expect(existsSync(own)).toBe(false);
  });
});

describe('an adapter that dies', () => {
  const limits = { replyBytes: 1000, stderrBytes: 1000, keptBytes: 1000 };

  it('is not waited for by what it started, which may hold its pipes open', async () => {
    const lines: string[] = [];
    // Its own session: the group's end does not reach it.
    const script = 'setsid sleep 5 & echo last; exit 3';
    const death = await new Promise<Death>((onEnd) => {
      new Life(spawnGroup(['/bin/sh', '-c', script]), limits, {
        onLine: (line) => lines.push(line),
        onEnd,
      });
    });
    expect(sentenceOf(death)).toBe('it exited with code 3');
    expect(lines).toEqual(['last']);
  }, 4_000);
});
