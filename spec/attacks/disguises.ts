/** Files that are not what they seem. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { solutionOf } from '../grader/submit.js';
import { type Attack, matmulWith, stillWrong, submitted, wrong } from './attack.js';

/** The solution, somewhere in the submission's reach. */
const link =
  (from: string, to: string) =>
  (folder: string): void => {
    mkdirSync(dirname(join(folder, from)), { recursive: true });
    symlinkSync(resolve(to), join(folder, from));
  };
export const disguises: readonly Attack[] = [
  {
    name: 'links to the solution',
    exercise: 'matmul',
    files: {},
    place: link('matmul/matmul.ts', 'solutions/matmul/matmul.ts'),
    told: /a link is not followed/,
  },
  {
    name: 'links to the folder of the solution',
    exercise: 'matmul',
    files: {},
    place: link('matmul', 'solutions/matmul'),
    told: /a link is not followed/,
  },
  {
    name: 'imports the solution through a link',
    ...submitted("export * from './mine.js';"),
    place: link('matmul/mine.ts', 'solutions/matmul/matmul.ts'),
    told: /lies outside the folder of the exercise/,
  },
  {
    name: 'brings a package.json, a tsconfig.json and an engine of its own',
    ...submitted(matmulWith(wrong), {
      'matmul/package.json':
        '{"type":"commonjs","sideEffects":false,"imports":{"backproof/engine":"./mine.js"},"browser":{"backproof/engine":"./mine.js"}}',
      'matmul/tsconfig.json': '{"compilerOptions":{"paths":{"backproof/engine":["./mine.ts"]}}}',
      'matmul/node_modules/backproof/engine/index.js': `export * from '${resolve('dist/engine/index.js')}';`,
      'matmul/mine.ts': 'export {};',
    }),
    told: stillWrong,
  },
  {
    name: 'points a source map at a file',
    ...submitted(`${matmulWith(wrong)}\n//# sourceMappingURL=/etc/passwd\n`),
    told: stillWrong,
  },
  {
    name: 'is 50 MB long',
    exercise: 'matmul',
    files: {},
    place(folder) {
      mkdirSync(join(folder, 'matmul'));
      writeFileSync(join(folder, 'matmul/matmul.ts'), `${solutionOf('matmul')}\n//${'x'.repeat(50_000_000)}`);
    },
    told: /the file has 50\d+ bytes, and at most 1000000 are read/,
  },
  {
    name: 'exports by default',
    ...submitted('export default class MatMul {}'),
    told: /does not export "matmul"/,
  },
  {
    name: 'has a byte order mark and Windows line ends',
    ...submitted(`\ufeff${solutionOf('matmul').replaceAll('\n', '\r\n')}`),
    told: /^$/,
    deserved: 9,
  },
];
