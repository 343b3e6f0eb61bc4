import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const page = readFileSync('docs/scale.md', 'utf8');
const [parallelScript = '', slurmScript = ''] = [...page.matchAll(/```sh\n(.*?)```/gs)].map(
  ([, text]) => text,
);
const options = ['--only', 'matmul', '--runs', '3', '--seed', '7'];
const hasParallel = spawnSync('parallel', ['--version']).status === 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scale-'));
  for (const name of ['ada', 'ben', 'cleo'])
    cpSync('solutions', join(folder, 'submissions', name), { recursive: true });
  writeFileSync(join(folder, 'submissions/ben/matmul/matmul.ts'), 'export const matmul = 1;\n');
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  symlinkSync(resolve('bin/backproof.js'), join(folder, 'node_modules/.bin/backproof'));
  const submissions = ['ada', 'ben', 'cleo'].map((name) => join('submissions', name));
  execFileSync(
    process.execPath,
    [resolve('bin/backproof.js'), 'grade', ...submissions, '--out', 'whole', ...options],
    {
      cwd: folder,
    },
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const file = join(folder, 'script.sh');
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  execFileSync(file, args, { cwd: folder, env: { ...process.env, ...env }, stdio: 'pipe' });
}

/** Every file of a folder of results, by name. */
const filesIn = (name: string) =>
  Object.fromEntries(
    readdirSync(join(folder, name)).map((file) => [file, readFileSync(join(folder, name, file), 'utf8')]),
  );

describe('a class in shards gives the files of one run', () => {
  it.skipIf(!hasParallel)(
    'under GNU parallel (skipped where it is not installed: apt-get install parallel)',
    () => {
      run(parallelScript, ['2', ...options]);
      expect(filesIn('results')).toEqual(filesIn('whole'));
      rmSync(join(folder, 'results'), { recursive: true });
    },
  );

  it('as tasks of a Slurm array', () => {
    for (const task of ['1', '2']) {
      run(slurmScript.replace('--resume', `--resume ${options.join(' ')}`), [], {
        SLURM_ARRAY_TASK_ID: task,
        SLURM_ARRAY_TASK_COUNT: '2',
        SLURM_CPUS_PER_TASK: '1',
      });
    }
    run('#!/bin/sh\nnpx backproof merge results\n', []);
    expect(filesIn('results')).toEqual(filesIn('whole'));
    rmSync(join(folder, 'results'), { recursive: true });
  });
});
