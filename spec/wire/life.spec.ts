import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { spawnGroup } from '../../src/wire/leftovers.js';
import { type Death, Life } from '../../src/wire/life.js';

/** Answers `ready`; asked to `work`, it computes for a while; asked to `wait`, it never answers. */
const script = `
  process.stdin.on('data', (line) => {
    const from = process.cpuUsage().user;
    if (String(line) === 'work\\n') while (process.cpuUsage().user - from < 120_000);
    if (String(line) !== 'wait\\n') console.log('done');
  });
  console.log('ready');`;

const bounds = { replyBytes: 1_000, stderrBytes: 1_000, keptBytes: 1_000 };

/** On one core with a process that never rests, and that the system prefers. */
async function besideAnother(line: string, milliseconds: number): Promise<string | Death> {
  const pinned = ['taskset', '-c', '0'] as const;
  const life = new Life(
    spawnGroup([...pinned, 'nice', '-n', '15', process.execPath, '-e', script], {}),
    bounds,
  );
  onTestFinished(() => life.kill());
  const ask = (request: { line?: string; milliseconds: number }) =>
    life.ask<string | Death>({ ...request, read: (reply) => reply, lost: (death) => death });
  expect(await ask({ milliseconds: 60_000 })).toBe('ready');
  const [file, ...args] = [...pinned, process.execPath, '-e', 'for (;;);'];
  const other = spawn(file, args, { stdio: 'ignore' });
  onTestFinished(() => void other.kill('SIGKILL'));
  return (await ask({ line, milliseconds })) as string | Death;
}

describe.runIf(existsSync('/proc/self/schedstat'))('a process that is kept from running', () => {
  it('has as much time for its reply as if it were alone', async () => {
    expect(await besideAnother('work', 1_000)).toBe('done');
  });

  it('has no more of it while it waits by itself', async () => {
    expect(await besideAnother('wait', 1_000)).toEqual({ kind: 'timeout', milliseconds: 1_000 });
  });
});
