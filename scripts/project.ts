/** `npm run project`: writes exercises/ and solutions/ anew from src/engine and curriculum, and docs/ops.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { opsPage } from './ops-page.js';
import { projections } from './projections.js';
import { repository } from './repository.js';

for (const { path, text } of [...projections(), await opsPage()]) {
  const file = join(repository, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(path);
}
