/**
 * Part of the build: joins what our processes run into few files, in dist/joined, and what users import in dist/package.
 * Importing hundreds of small files takes longer than running most of them; and calls from file to file keep the engine's
 * functions from being inlined into one another, which doubles what a small op costs.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repository } from './repository.js';

const dist = join(repository, 'dist');

/** @param folder beside the rooms: where our own files are is found from there as from a room */
async function joinInto(folder: string, entryPoints: Readonly<Record<string, string>>): Promise<void> {
  const outdir = join(dist, folder);
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(entryPoints).map(([name, file]) => [name, join(dist, file)]),
    ),
    outdir,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
}

// A command still imports only what it needs.
await joinInto('joined', {
  signals: 'cli/signals.js',
  backproof: 'cli/process.js',
  bundler: 'grader/bundler/process.js',
  worker: 'grader/class/worker.js',
});
// Of one build, so that there is one class of tensors, whoever imports it.
await joinInto('package', {
  index: 'api/index.js',
  engine: 'engine/index.js',
  reference: 'api/reference.js',
  generate: 'api/generate.js',
  verify: 'api/verify.js',
  oracle: 'api/oracle.js',
  grader: 'api/grader.js',
  vitest: 'testing/vitest.js',
  planted: 'misconceptions/planted.js',
});
