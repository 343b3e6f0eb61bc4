import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, '.backproof', 'docs');
const notes = readdirSync(join(root, 'docs/notes')).map((name) => `docs/notes/${name}`);
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(root, 'docs/start')).map((name) => `docs/start/${name}`),
  ...notes,
];

type Language = 'ts' | 'python';

/** A block of code followed by what it prints. */
interface Example {
  readonly page: string;
  readonly language: Language;
  /** Its position among the page's examples in this language. */
  readonly index: number;
  readonly name: string;
  readonly code: string;
  readonly printed: string;
}

const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

const examplesIn = (page: string, language: Language): readonly Example[] =>
  [
    ...textOf(page).matchAll(
      new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`\n\n?\`\`\`text\n(.*?)^\`\`\``, 'gms'),
    ),
  ].map(([, code = '', printed = ''], index) => ({
    page,
    language,
    index,
    name: `${page}, ${language} example ${index + 1}`,
    code,
    printed,
  }));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Examples import the package by its name, as its users do: Node resolves that to the build. */
function writeExample({ name, code }: Example): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name.replace(/\W+/g, '-')}.mts`);
  writeFileSync(file, code);
  return file;
}

const runners: Readonly<Record<Language, (examples: readonly Example[]) => readonly string[]>> = {
  ts: (examples) => [
    process.execPath,
    '--import',
    'tsx',
    '--input-type=module',
    '--eval',
    `for (const file of ${JSON.stringify(examples.map(writeExample))}) {
       await import(file).catch((error) => console.log(error.stack));
       console.log('\\0');
     }`,
  ],
  python: (examples) => [
    '/usr/bin/python3',
    '-c',
    `import json, sys, traceback
for code in json.loads(sys.argv[1]):
    try:
        exec(code, {})
    except Exception:
        print(traceback.format_exc())
    print("\\0")`,
    JSON.stringify(examples.map(({ code }) => code)),
  ],
};

/** What the examples of a page print, one after another in one process; an error counts as printed. */
function run(page: string, language: Language): readonly string[] {
  const [command = '', ...args] = runners[language](examplesIn(page, language));
  const env = { ...process.env, NO_COLOR: '1' };
  return execFileSync(command, args, { cwd: root, encoding: 'utf8', env }).split('\0\n');
}

const outputs = new Map<string, readonly string[]>();
function printedBy({ page, language, index }: Example): string | undefined {
  const key = `${page} ${language}`;
  const known = outputs.get(key) ?? run(page, language);
  outputs.set(key, known);
  return known[index];
}

function hasTorch(): boolean {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import torch'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const named = (examples: readonly Example[]) => examples.map((example) => [example.name, example] as const);

describe('the examples in the documentation', () => {
  const examples = pages.flatMap((page) => examplesIn(page, 'ts'));

  it('are there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
  });

  it.each(named(examples))('%s prints what it says', (_, example) => {
    expect(printedBy(example)).toBe(example.printed);
  });

  it.each(notes)('%s says what each of its blocks prints', (page) => {
    for (const language of ['ts', 'python'] as const) {
      const blocks = textOf(page).split(`\`\`\`${language}\n`).length - 1;
      expect(examplesIn(page, language)).toHaveLength(blocks);
    }
  });
});

describe.skipIf(!hasTorch())('what the documentation says of Python and PyTorch', () => {
  const examples = notes.flatMap((page) => examplesIn(page, 'python'));

  it.each(named(examples))('%s prints what it says', (_, example) => {
    expect(printedBy(example)).toBe(example.printed);
  });
});
