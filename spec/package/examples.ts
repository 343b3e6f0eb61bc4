/** The examples, each in a folder of its own beside the package as it is packed: their READMEs' commands print what they say. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Installed } from './installed.js';

/** By example, the exit code of each block of commands. */
const codes = {
  instructor: [0, 0],
  'maintainer-javascript': [1, 0],
  'maintainer-python': [1, 0],
  'library-vitest': [1],
  'researcher-pytest': [1],
};

/** What some need besides Node. */
const needed: Readonly<Record<string, string>> = {
  'maintainer-python': 'import numpy',
  'researcher-pytest': 'import numpy, pytest',
};

const isHere = (name: string): boolean =>
  needed[name] === undefined || spawnSync('python3', ['-c', needed[name]]).status === 0;

const textOf = (name: string, file: string): string => readFileSync(join('examples', name, file), 'utf8');

/** Commands, and the lines that are among what they print; of a line that ends with an ellipsis, its beginning. */
const blocksOf = (name: string) =>
  [...textOf(name, 'README.md').matchAll(/^```sh\n(.*?)^```\n```text\n(.*?)^```/gms)].map(
    ([, commands = '', printed = '']) => ({
      commands,
      lines: printed.trimEnd().replaceAll(/ …$/gm, '').split('\n'),
    }),
  );

/** Not that of the Vitest that runs this: one of the examples starts another. */
const environment = Object.fromEntries(
  Object.entries({ ...process.env, NO_COLOR: '1' }).filter(
    ([name]) => !/^(VITEST|TEST|FORCE_COLOR)/.test(name),
  ),
);

/** A copy of the example, as after its `npm install`. */
function copied(installed: Installed, name: string): string {
  const folder = join(installed.folder, 'examples', name);
  mkdirSync(folder, { recursive: true });
  cpSync(join('examples', name), folder, { recursive: true });
  symlinkSync(join(installed.folder, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** @param installed asked once it is there */
export function describeExamples(installed: () => Installed): void {
  describe.each(Object.entries(codes))('examples/%s', (name, expected) => {
    it.skipIf(!isHere(name))('prints what its README says', () => {
      const folder = copied(installed(), name);
      const blocks = blocksOf(name);
      expect(blocks).toHaveLength(expected.length);
      for (const [index, { commands, lines }] of blocks.entries()) {
        const { status, stdout, stderr } = spawnSync('bash', ['-c', commands], {
          cwd: folder,
          encoding: 'utf8',
          env: environment,
        });
        let rest = stdout + stderr;
        for (const line of lines) {
          expect(rest).toContain(line);
          rest = rest.slice(rest.indexOf(line) + line.length);
        }
        expect(status).toBe(expected[index]);
      }
    });
  });

  describe.each(['maintainer-javascript', 'maintainer-python'])('examples/%s', (name) => {
    it('checks at every push what its README checks last', () => {
      const workflow = textOf(name, '.github/workflows/gradients.yml');
      const [command] =
        blocksOf(name)
          .at(-1)
          ?.commands.match(/^npx backproof oracle .*$/m) ?? [];
      expect(workflow).toContain(`- run: ${command}\n`);
    });
  });

  it('examples/README.md names every example, and nothing else is a folder there', () => {
    const folders = readdirSync('examples', { withFileTypes: true }).filter((each) => each.isDirectory());
    const names = folders.map(({ name }) => name);
    expect(names.sort()).toEqual([...Object.keys(codes), 'audit', 'exercises'].sort());
    for (const name of names) expect(textOf('.', 'README.md')).toMatch(new RegExp(`\\(${name}[/)]`));
  });
}
