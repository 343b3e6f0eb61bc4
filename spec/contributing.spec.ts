import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const pages = ['CONTRIBUTING.md', 'SECURITY.md', '.github/pull_request_template.md'];
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** What a page says in code: `like this`, or in blocks. */
const codeIn = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/```sh\n(.*?)```|`([^`\n]+)`/gs)].map(
    ([, block, words]) => block ?? words ?? '',
  );

it.each(pages)('%s names files and folders that are there', (page) => {
  const paths = codeIn(page).flatMap(
    (code) => code.match(/(?<!\S)(?:src|spec|docs|adapters|exercises|solutions)(?:\/\S+)?/g) ?? [],
  );
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#:]+)/g)].map(([, path]) => path ?? '');
  expect([...paths, ...links].filter((path) => !existsSync(path))).toEqual([]);
});

it.each(pages)('%s names scripts that are there', (page) => {
  const named = codeIn(page).flatMap((code) =>
    [...code.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name ?? ''),
  );
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
