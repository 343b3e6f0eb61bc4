import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { opNames } from '../src/case/vocabulary.js';

const page = readFileSync('docs/adding-an-op.md', 'utf8');
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path: `src/${path}`, text: readFileSync(`src/${path}`, 'utf8') }));

/** Each section's files, and its blocks of code. */
const sections = page.split(/^## /m).map((section) => ({
  files: [...(section.split('\n')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, path]) => path ?? ''),
  blocks: [...section.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code ?? ''),
}));

describe('the op that docs/adding-an-op.md adds', () => {
  const touched = sources.filter(({ text }) => /logaddexp/i.test(text)).map(({ path }) => path);

  it('is in the vocabulary', () => {
    expect(opNames).toContain('logaddexp');
  });

  it('touches the files of src that the page names, six at most', () => {
    const named = sections.flatMap(({ files }) => files).filter((path) => path.startsWith('src/'));
    expect(touched.sort()).toEqual(named.sort());
    expect(touched.length).toBeLessThanOrEqual(6);
  });

  it('is written there as the page says', () => {
    const shown = sections.filter(({ blocks }) => blocks.length > 0);
    expect(shown.length).toBe(6);
    for (const { files, blocks } of shown) {
      const text = files.map((path) => readFileSync(path, 'utf8')).join('\n');
      for (const block of blocks) expect(text).toContain(block);
    }
  });
});

it('no code of src asks for one op in a switch, but where a convention rewrites its steps', () => {
  const asks = new RegExp(`case '(${opNames.join('|')})':`);
  const asking = sources.filter(({ text }) => asks.test(text)).map(({ path }) => path);
  expect(asking).toEqual(['src/grader/conventions/means.ts']);
});
