import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { misconceptionsPage } from '../../scripts/misconceptions-page.js';
import { repository } from '../../scripts/repository.js';

it('the page of the misconceptions is what they say: else `npm run project` writes it anew', () => {
  const { path, text } = misconceptionsPage();
  expect(readFileSync(join(repository, path), 'utf8')).toBe(text);
});
