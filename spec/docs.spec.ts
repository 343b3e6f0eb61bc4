import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, '.backproof', 'docs');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** A block of TypeScript followed by what it prints. */
interface Example {
  readonly page: string;
  readonly index: number;
  readonly name: string;
  readonly code: string;
  readonly printed: string;
}

const examples: readonly Example[] = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/```ts\n(.*?)```\n```text\n(.*?)```/gs)].map(
    ([, code = '', printed = ''], index) => ({
      page,
      index,
      name: `${page}, example ${index + 1}`,
      code,
      printed,
    }),
  ),
);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Examples import the package by its name, as its users do: Node resolves that to the build. */
function writeExample({ name, code }: Example): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name.replace(/\W+/g, '-')}.mts`);
  writeFileSync(file, code);
  return file;
}

/** What the examples of a page print, one after another in one process; an error counts as printed. */
function run(page: string): readonly string[] {
  const files = examples.filter((example) => example.page === page).map(writeExample);
  const code = `
    for (const file of ${JSON.stringify(files)}) {
      await import(file).catch((error) => console.log(error.stack));
      console.log('\\0');
    }`;
  const printed = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return printed.split('\0\n');
}

const outputs = new Map<string, readonly string[]>();
function outputsOf(page: string): readonly string[] {
  const known = outputs.get(page) ?? run(page);
  outputs.set(page, known);
  return known;
}

describe('the examples in the documentation', () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
  });

  it.each(examples)('$name prints what it says', ({ page, index, printed }) => {
    expect(outputsOf(page)[index]).toBe(printed);
  });

  it.each(pages.filter((page) => page.startsWith('docs/notes/')))('%s runs every ts block', (page) => {
    const blocks = readFileSync(join(root, page), 'utf8').match(/^```ts$/gm) ?? [];
    expect(examples.filter((example) => example.page === page)).toHaveLength(blocks.length);
  });
});
