import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { misconceptionsPage } from '../../scripts/misconceptions-page.js';
import { repository } from '../../scripts/repository.js';

it('the page of the misconceptions is what they say: else `npm run project` writes it anew', () => {
  const { path, text } = misconceptionsPage();
  expect(readFileSync(join(repository, path), 'utf8')).toBe(text);
});

it('the page that adds a misconception shows one as it is written', () => {
  const page = readFileSync(join(repository, 'docs/adding-a-misconception.md'), 'utf8');
  const [, shown = 'nothing'] = /^```ts\n(.*?)^```/ms.exec(page) ?? [];
  expect(readFileSync(join(repository, 'src/misconceptions/arithmetic.ts'), 'utf8')).toContain(shown);
});
