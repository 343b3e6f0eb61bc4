import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Bundler } from '../../src/grader/bundler/bundler.js';
import { exercises } from '../../src/grader/exercises.js';
import { grade } from '../../src/grader/grade.js';
import { SetupError } from '../../src/grader/setup-error.js';
import { folderWith, solutionOf } from './submit.js';

const limits = {
  startMilliseconds: 30_000,
  bundleMilliseconds: 20_000,
  heapMegabytes: 128,
  dataMegabytes: 1_024,
  processorSeconds: 60,
  submissions: 100,
};
const matmul = exercises.find(({ id }) => id === 'matmul') as (typeof exercises)[number];

async function bundled(changes: Partial<typeof limits>, outfile = join(folderWith({}), 'matmul.mjs')) {
  const bundler = new Bundler({ ...limits, ...changes });
  try {
    return await bundler.bundle(matmul, 'solutions', outfile);
  } finally {
    bundler.stop();
  }
}

describe('a bundler', () => {
  it('that takes too long costs the submission, and the message says so', async () => {
    expect(await bundled({ bundleMilliseconds: 1 })).toEqual({
      kind: 'broken',
      why: 'solutions/matmul/matmul.ts: bundling it failed: it took longer than 0.001 s.',
    });
  });

  it('that cannot start is not a fault of the submission', async () => {
    await expect(bundled({ dataMegabytes: 1 })).rejects.toThrow(SetupError);
  });

  it('that cannot write is not a fault of the submission', async () => {
    await expect(bundled({}, '/dev/full')).rejects.toThrow(/cannot be bundled on this machine: ENOSPC/);
    await expect(bundled({}, '/nowhere/matmul.mjs')).rejects.toThrow(SetupError);
  });
});

describe('a bundler of several submissions', () => {
  const shared = () => {
    const bundler = new Bundler(limits);
    onTestFinished(() => bundler.stop());
    const outfile = join(folderWith({}), 'matmul.mjs');
    return (submission: string) => bundler.bundle(matmul, submission, outfile);
  };
  const processes = () =>
    readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
      .split(' ')
      .filter((id) => id !== '' && readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('joined/bundler.js'));

  it.runIf(process.platform === 'linux')(
    'that dies costs only the submission that it has always had',
    async () => {
      const before = processes();
      const bundle = shared();
      const killed = async (submission: string) => {
        for (const id of processes()) if (!before.includes(id)) process.kill(Number(id), 'SIGKILL');
        return bundle(submission);
      };
      expect(await bundle('solutions')).toEqual({ kind: 'bundled' });
      expect(await killed('solutions')).toEqual({
        kind: 'broken',
        why: 'solutions/matmul/matmul.ts: bundling it failed: its process ended (SIGKILL).',
      });
      expect(await bundle('solutions')).toEqual({ kind: 'bundled' });
      expect(await killed(folderWith({ 'matmul/matmul.ts': solutionOf('matmul') }))).toEqual({
        kind: 'bundled',
      });
    },
  );

  it('names files from where we are', async () => {
    const bundle = shared();
    const home = process.cwd();
    onTestFinished(() => process.chdir(home));
    for (const name of ['ada', 'ben']) {
      process.chdir(folderWith({ [`${name}/matmul/matmul.ts`]: 'export const = 1;' }));
      expect(await bundle(name)).toMatchObject({
        kind: 'broken',
        why: expect.stringMatching(new RegExp(`^${name}/matmul/matmul.ts:1:14: `)),
      });
    }
  });
});

it('without a folder for temporary files nothing is graded', async () => {
  vi.stubEnv('TMPDIR', '/nowhere');
  try {
    await expect(grade({ submission: 'solutions', only: ['matmul'] })).rejects.toThrow(
      /^No folder for temporary files can be made in \/nowhere/,
    );
  } finally {
    vi.unstubAllEnvs();
  }
});
