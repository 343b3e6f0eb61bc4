import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, '.backproof', 'docs');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const examples = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/```ts\n(.*?)```\n```text\n(.*?)```/gs)].map(
    ([, code = '', printed = ''], index) => ({ name: `${page}, example ${index + 1}`, code, printed }),
  ),
);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Examples import the package by its name, as its users do: Node resolves that to the build. */
function run(code: string, name: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name.replace(/\W+/g, '-')}.mts`);
  writeFileSync(file, code);
  return execFileSync(process.execPath, ['--import', 'tsx', file], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
}

describe('the examples in the documentation', () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
  });

  it.each(examples)('$name prints what it says', ({ name, code, printed }) => {
    expect(run(code, name)).toBe(printed);
  });
});
