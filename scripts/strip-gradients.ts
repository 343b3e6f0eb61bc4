/**
 * Part of `npm run build`: writes what is made from the engine's source. dist/engine-without-gradients runs submissions;
 * dist/stubs is what a course hands out, whatever somebody wrote into exercises/ meanwhile.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stubs } from './projections.js';
import { repository } from './repository.js';
import { gradientFreeEngine } from './rewrite.js';

const folders = ['engine-without-gradients', 'stubs'];
for (const folder of folders) rmSync(join(repository, 'dist', folder), { recursive: true, force: true });
for (const { path, text } of [...gradientFreeEngine(), ...stubs()]) {
  const file = join(repository, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
