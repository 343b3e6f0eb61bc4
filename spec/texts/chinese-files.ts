/** Every file that is written in Chinese by hand; pages of chapters are copied from `curriculum`. */
import { existsSync, readdirSync } from 'node:fs';

const inFolders = (parent: string): readonly string[] =>
  readdirSync(parent)
    .map((name) => `${parent}/${name}/README.zh.md`)
    .filter((file) => existsSync(file));

const sources = readdirSync('src/texts/zh', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/texts/zh/${name}`);

export const chineseFiles: readonly string[] = [
  'README.zh.md',
  'src/texts/zh.ts',
  'playground/src/texts/zh.ts',
  ...inFolders('exercises'),
  ...sources,
];
