/** The last part of `npm run build`: writes dist/engine-without-gradients, which the grader runs submissions with. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from './repository.js';
import { gradientFreeEngine } from './rewrite.js';

rmSync(join(repository, 'dist', 'engine-without-gradients'), { recursive: true, force: true });
for (const { path, text } of gradientFreeEngine()) {
  const file = join(repository, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
