/**
 * Part of the build: joins what our processes run into few files, in dist/joined, and what users import in dist/package.
 * Importing hundreds of small files takes longer than running most of them; and calls from file to file keep the engine's
 * functions from being inlined into one another, which doubles what a small op costs.
 */
import { rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { repository } from './repository.js';

const dist = join(repository, 'dist');

/** The modules of other packages that become part of our files. */
const within = (...modules: readonly string[]): Record<string, string> =>
  Object.fromEntries(modules.map((name) => [name, fileURLToPath(import.meta.resolve(name))]));

/** Stay files of their own: package.json says under `browser` which others a page has in place of them. */
const replacedInBrowsers: Plugin = {
  name: 'replaced-in-browsers',
  setup({ onResolve }) {
    onResolve({ filter: /\/mathjs\.js$/ }, ({ path, resolveDir }) =>
      path.startsWith('.')
        ? { path: `../${relative(dist, join(resolveDir, path)).replaceAll(sep, '/')}`, external: true }
        : undefined,
    );
  },
};

/** @param folder beside the rooms: where our own files are is found from there as from a room */
async function joinInto(
  folder: string,
  entryPoints: Readonly<Record<string, string>>,
  plugins: Plugin[] = [],
): Promise<void> {
  const outdir = join(dist, folder);
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(entryPoints).map(([name, file]) => [name, join(dist, file)]),
    ),
    outdir,
    chunkNames: '[name]-[hash]',
    bundle: true,
    plugins,
    splitting: true,
    packages: 'external',
    // Small, and needed by nearly every command: as files of its own it would take 4 ms at each start.
    alias: within('@noble/hashes/sha2.js', '@noble/hashes/utils.js'),
    // Chinese texts are a third shorter as they are than escaped.
    charset: 'utf8',
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
await joinInto(
  'package',
  {
    index: 'api/index.js',
    engine: 'engine/index.js',
    reference: 'api/reference.js',
    generate: 'api/generate.js',
    verify: 'api/verify.js',
    oracle: 'api/oracle.js',
    grader: 'api/grader.js',
    vitest: 'testing/vitest.js',
    planted: 'misconceptions/planted.js',
  },
  [replacedInBrowsers],
);
