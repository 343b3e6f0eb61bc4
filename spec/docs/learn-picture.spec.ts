import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from '../../scripts/repository.js';
import { terminalPicture } from '../../scripts/terminal-picture.js';

it('the picture in the README is what learn prints: else `npm run project` draws it anew', () => {
  const { path, text } = terminalPicture();
  expect(readFileSync(join(repository, path), 'utf8')).toBe(text);
  expect(text).toContain('transpose-reshapes');
});
