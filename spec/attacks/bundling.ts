/** Attacks on whatever bundles a submission. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Attack, atTop, matmulWith, notImportable, stillWrong, submitted, wrong } from './attack.js';

/** Beside a wrong gradient: an import of a helper, and what the helper holds. */
const withHelper = (name: string, file: string, text: string, told: RegExp): Attack => ({
  name,
  ...submitted(matmulWith(wrong, `import * as helper from './${file}';\nvoid helper;`), {
    [`matmul/${file}`]: text,
  }),
  told,
});

const onlyScripts = /only \.ts and \.js files are read/;

const ladder = (rungs: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: rungs }, (_, rung) => [
      `matmul/rung${rung}.ts`,
      `export * from './rung${rung + 1}.js';\nexport * from './rung${rung + 2}.js';`,
    ]).concat([
      [`matmul/rung${rungs}.ts`, 'export const a = 1;'],
      [`matmul/rung${rungs + 1}.ts`, 'export const b = 1;'],
    ]),
  );

const environment = '//# sourceMappingURL=/proc/self/environ\n';

export const bundling: readonly Attack[] = [
  ...['mts', 'cts', 'mjs', 'cjs', 'tsx', 'jsx', 'json', 'css', 'txt', 'node', 'map'].map((ending) =>
    withHelper(
      `points a source map of a .${ending} file at the environment`,
      `helper.${ending}`,
      `export const x = 1;\n${environment}`,
      onlyScripts,
    ),
  ),
  withHelper('points a source map of a .js file at the environment', 'helper.js', environment, stillWrong),
  withHelper(
    'points a source map of a .ts file at the environment',
    'helper.ts',
    `export const x = 1;\n/*# sourceMappingURL=/proc/self/environ */\n//@ sourceMappingURL=/proc/self/environ`,
    stillWrong,
  ),
  atTop('nests 450,000 parentheses', '('.repeat(45_000).concat('\n').repeat(10), /nested more than \d+ deep/),
  atTop('nests 450,000 brackets', '[\n'.repeat(450_000), /nested more than \d+ deep/),
  atTop('nests 300,000 blocks', '{\n'.repeat(300_000), /nested more than \d+ deep/),
  atTop('nests types', `type T = ${'Array<(\n'.repeat(50_000)}`, /nested more than \d+ deep/),
  withHelper(
    'nests brackets in a helper',
    'helper.ts',
    `export const x = ${'(\n'.repeat(100_000)}`,
    /nested more than \d+ deep/,
  ),
  atTop(
    'negates 450,000 times',
    `void ${'!\n'.repeat(450_000)}0;`,
    /bundling it failed|does not compile|cannot be loaded|ran out of stack/,
  ),
  atTop('writes a line of 500,000 characters', `//${'x'.repeat(500_000)}`, /a line has \d+ characters/),
  atTop(
    'imports 40,000 files that are not there',
    "import './x.js';\n".repeat(40_000),
    /at most 1000 imports and exports/,
  ),
  atTop(
    'imports 300 files that are not there',
    "import './x.js';\n".repeat(300),
    /there is no file "\.\/x\.js"/,
  ),
  atTop('requires 40,000 files', "require('./x');\n".repeat(40_000), /at most 1000 imports and exports/),
  {
    name: 'builds a ladder of export *',
    ...submitted(matmulWith(wrong, "import * as all from './rung0.js';\nvoid all;"), ladder(40)),
    told: /at most \d+ lines of `export \*`/,
  },
  {
    name: 'builds a ladder of export * with comments in it',
    ...submitted(
      matmulWith(wrong, "import * as all from './rung0.js';\nvoid all;"),
      Object.fromEntries(
        Object.entries(ladder(40)).map(([path, text]) => [
          path,
          text.replaceAll('export *', 'export /**/ *'),
        ]),
      ),
    ),
    told: /at most \d+ lines of `export \*`/,
  },
  {
    name: 'is a chain of 200 files',
    ...submitted(
      matmulWith(wrong, "import './link0.js';"),
      Object.fromEntries(
        Array.from({ length: 200 }, (_, at) => [`matmul/link${at}.ts`, `import './link${at + 1}.js';`]),
      ),
    ),
    told: /an exercise may have at most 50 files/,
  },
  {
    name: 'has files of 5 MB together',
    ...submitted(
      matmulWith(wrong, [0, 1, 2, 3, 4, 5].map((at) => `import './big${at}.js';`).join('\n')),
      Object.fromEntries(
        [0, 1, 2, 3, 4, 5].map((at) => [`matmul/big${at}.ts`, '// all of this\n'.repeat(60_000)]),
      ),
    ),
    told: /at most 2000000 bytes together/,
  },
  {
    name: 'imports a folder',
    ...submitted(matmulWith(wrong, "import './sub';"), { 'matmul/sub/index.ts': 'export {};' }),
    told: /there is no file "\.\/sub"/,
  },
  {
    name: 'imports a link to the environment',
    ...submitted(matmulWith(wrong, "import './environ.js';")),
    place(folder) {
      mkdirSync(join(folder, 'matmul'), { recursive: true });
      symlinkSync('/proc/self/environ', join(folder, 'matmul/environ.ts'));
    },
    told: /lies outside the folder of the exercise/,
  },
  {
    name: 'imports a link to itself',
    ...submitted(matmulWith(wrong, "import './loop.js';")),
    place(folder) {
      symlinkSync('loop.ts', join(folder, 'matmul/loop.ts'));
    },
    told: /there is no file|cannot be bundled|bundling it failed/,
  },
  atTop(
    'imports with an attribute',
    "import x from './x.json' with { type: 'json' }; void x;",
    /there is no file/,
  ),
  atTop('imports a data URL', "import 'data:text/javascript,export{}';", notImportable),
  atTop('imports a path with a query', "import './matmul.ts?again';", /there is no file/),
];
