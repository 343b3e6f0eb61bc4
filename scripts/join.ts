/**
 * Part of the build: joins what our processes run into few files, in dist/joined. Importing hundreds of small ones takes
 * longer than running most of them; a command still imports only what it needs.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repository } from './repository.js';

const dist = join(repository, 'dist');
// Beside the rooms: where our own files are is found from here as from a room.
const outdir = join(dist, 'joined');

rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: {
    signals: join(dist, 'cli', 'signals.js'),
    backproof: join(dist, 'cli', 'process.js'),
    bundler: join(dist, 'grader', 'bundler', 'process.js'),
    worker: join(dist, 'grader', 'class', 'worker.js'),
  },
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
