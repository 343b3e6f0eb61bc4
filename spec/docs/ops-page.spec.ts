import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opsPage } from '../../scripts/ops-page.js';
import { repository } from '../../scripts/repository.js';
import { opNames } from '../../src/case/vocabulary.js';

const page = readFileSync(join(repository, 'docs/ops.md'), 'utf8');

describe('the page of the ops', () => {
  it('is what the vocabulary, the source and the engine say: else `npm run project` writes it anew', async () => {
    expect((await opsPage()).text).toBe(page);
  });

  it('has a section for every op, in the order of the vocabulary', () => {
    expect([...page.matchAll(/^## (\w+)$/gm)].map(([, name]) => name)).toEqual(opNames);
  });
});
