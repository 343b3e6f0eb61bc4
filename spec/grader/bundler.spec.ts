import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Bundler } from '../../src/grader/bundler/bundler.js';
import { exercises } from '../../src/grader/exercises.js';
import { grade } from '../../src/grader/grade.js';
import { SetupError } from '../../src/grader/setup-error.js';
import { folderWith } from './submit.js';

const limits = {
  startMilliseconds: 30_000,
  bundleMilliseconds: 20_000,
  heapMegabytes: 128,
  dataMegabytes: 1_024,
  processorSeconds: 60,
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
