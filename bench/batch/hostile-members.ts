/** Members of a class whose folders, or files, are made to harm whoever grades them; each kind by its name. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Harm = (folder: string) => void;

/** After the exports that are asked for: a file without them is not even run. */
const runs =
  (statements: string): Harm =>
  (folder) =>
    appendFileSync(join(folder, 'matmul/matmul.ts'), statements);

/** Around a right solution, except where its file is what does harm. */
export const hostileKinds: Readonly<Record<string, Harm>> = {
  'link-loop': (folder) => {
    symlinkSync('.', join(folder, 'matmul/again'));
    symlinkSync('..', join(folder, 'matmul/up'));
  },
  'link-to-device': (folder) => {
    symlinkSync('/proc/kmsg', join(folder, 'matmul/log'));
    symlinkSync('/dev/zero', join(folder, 'matmul/zero'));
  },
  'many-files': (folder) => {
    for (let index = 0; index < 6000; index++) writeFileSync(join(folder, `matmul/${index}`), '');
  },
  'sparse-files': (folder) => {
    for (const name of ['a', 'b', 'c']) {
      writeFileSync(join(folder, 'matmul', name), '');
      truncateSync(join(folder, 'matmul', name), 9_000_000_000);
    }
  },
  'named-pipe': (folder) => {
    spawnSync('mkfifo', [join(folder, 'matmul/pipe')]);
  },
  'crafted-names': (folder) => writeFileSync(join(folder, 'matmul/\n\u001b[2J::error::4:file'), ''),
  'pipe-as-solution': (folder) => {
    rmSync(join(folder, 'matmul/matmul.ts'));
    spawnSync('mkfifo', [join(folder, 'matmul/matmul.ts')]);
  },
  'endless-loop': runs('for (;;);\n'),
  'endless-print': runs("for (;;) console.log('x'.repeat(100_000));\n"),
  'memory-hog': runs(
    'const kept: unknown[] = [];\nfor (;;) kept.push(new Array(1_000_000).fill(kept.length));\n',
  ),
};

/** @returns its folder */
export function writeHostile(kind: string, name: string, folder: string): string {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  cpSync('solutions/matmul', join(own, 'matmul'), { recursive: true });
  hostileKinds[kind]?.(own);
  return own;
}
