/** `npm run project`: writes exercises/ and solutions/ anew from src/engine and curriculum, and what docs has of ops, misconceptions and learn. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { misconceptionsPage } from './misconceptions-page.js';
import { opsPage } from './ops-page.js';
import { projections } from './projections.js';
import { repository } from './repository.js';
import { terminalPicture } from './terminal-picture.js';

for (const { path, text } of [...projections(), await opsPage(), misconceptionsPage(), terminalPicture()]) {
  const file = join(repository, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(path);
}
