import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { spawnGroup } from '../../src/wire/leftovers.js';
import { type Death, Life } from '../../src/wire/life.js';

/**
 * Answers `ready`; asked to `work`, it uses 400 ms of processor time; asked to `wait`, it never answers. Time in the system
 * counts: asking for it is most of what it does.
 */
const script = `
  const used = () => process.cpuUsage().user + process.cpuUsage().system;
  process.stdin.on('data', (line) => {
    const from = used();
    if (String(line) === 'work\\n') while (used() - from < 400_000);
    if (String(line) !== 'wait\\n') console.log('done');
  });
  console.log('ready');`;

const bounds = { replyBytes: 1_000, stderrBytes: 1_000, keptBytes: 1_000 };

/** On one core with four processes that never rest, each of a session of its own: a fifth of the core is left to it. */
async function besideOthers(line: string, milliseconds: number): Promise<string | Death> {
  const pinned = ['taskset', '-c', '0'] as const;
  const life = new Life(spawnGroup([...pinned, process.execPath, '-e', script], {}), bounds);
  onTestFinished(() => life.kill());
  const ask = (request: { line?: string; milliseconds: number }) =>
    life.ask<string | Death>({ ...request, read: (reply) => reply, lost: (death) => death });
  expect(await ask({ milliseconds: 60_000 })).toBe('ready');
  const [file, ...args] = [...pinned, process.execPath, '-e', 'for (;;);'];
  for (let count = 0; count < 4; count++) {
    const other = spawn(file, args, { stdio: 'ignore', detached: true });
    onTestFinished(() => void other.kill('SIGKILL'));
  }
  return (await ask({ line, milliseconds })) as string | Death;
}

describe.runIf(existsSync('/proc/self/schedstat'))('a process that is kept from running', () => {
  it('has as much time for its reply as if it were alone', async () => {
    expect(await besideOthers('work', 600)).toBe('done');
  });

  it('has no more of it while it waits by itself', async () => {
    expect(await besideOthers('wait', 1_000)).toEqual({ kind: 'timeout', milliseconds: 1_000 });
  });
});
