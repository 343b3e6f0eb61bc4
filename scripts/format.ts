/** Text as Biome would leave it, so that what a script writes passes the lint. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from './repository.js';
import type { WrittenFile } from './rewrite.js';

const biome = join(repository, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

/** All files at once: starting Biome takes longer than formatting with it. */
export function formatted(files: readonly WrittenFile[]): WrittenFile[] {
  const folder = mkdtempSync(join(tmpdir(), 'projected-'));
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const options = [
      'check',
      '--write',
      '--vcs-enabled=false',
      `--config-path=${join(repository, 'biome.json')}`,
    ];
    execFileSync(process.execPath, [biome, ...options, folder], { stdio: 'pipe' });
    return files.map(({ path }) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
