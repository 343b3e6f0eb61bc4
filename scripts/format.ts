/** Text as Biome would leave it, so that what a script writes passes the lint. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repository, type WrittenFile } from './rewrite.js';

export const formatted = ({ path, text }: WrittenFile): WrittenFile => ({
  path,
  text: execFileSync(
    process.execPath,
    [
      join(repository, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'),
      'check',
      '--write',
      `--stdin-file-path=${path}`,
    ],
    { cwd: repository, input: text, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] },
  ),
});
