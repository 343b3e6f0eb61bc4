/** Modules that are made when the page is built: the course, its files, the harnesses, and the cores. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { harnessOf } from '../../scripts/harnesses.js';
import { replacedInPage } from '../../scripts/in-page.js';
import { repository } from '../../scripts/repository.js';
import { chapterFiles, chapters, exerciseOfKey, course as exercises, keyOf, stubFile } from './chapters.js';

const prefix = 'virtual:';

export function course(): Plugin {
  return {
    name: 'backproof-course',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source.startsWith(prefix)) return `\0${source}`;
      if (!source.startsWith('.') || importer === undefined) return undefined;
      return replacedInPage.get(resolve(importer, '..', source).replace(/\.js$/, '.ts'));
    },
    load(id) {
      return id.startsWith(`\0${prefix}`) ? made(id.slice(prefix.length + 1)) : undefined;
    },
  };
}

function made(name: string): string | Promise<string> {
  const [kind = '', of = ''] = name.split('/');
  switch (kind) {
    case 'chapters':
      return exported(chapters);
    case 'exercises':
      return exported(exercises);
    case 'cores':
      return exported(JSON.parse(readFileSync(join(repository, 'dist', 'grader', 'cores.json'), 'utf8')));
    case 'files':
      return loaders(chapters.map(({ id }) => [id, `chapter/${id}`]));
    case 'harnesses':
      return loaders(chapters.map(({ id }) => [id, `harness/${keyOf(id)}`]));
    case 'chapter':
      return exported(chapterFiles(of));
    case 'harness': {
      const exercise = exerciseOfKey(of);
      return harnessOf(exercise, stubFile(chapters.find(({ id }) => keyOf(id) === of)?.id ?? of));
    }
    default:
      throw new Error(`there is no module ${name}`);
  }
}

const exported = (value: unknown): string =>
  `export default JSON.parse(${JSON.stringify(JSON.stringify(value))});`;

/** Each in a file of its own, which is read when it is needed. */
const loaders = (modules: readonly (readonly [name: string, module: string])[]): string => {
  const entries = modules.map(
    ([name, module]) => `${JSON.stringify(name)}: () => import('${prefix}${module}')`,
  );
  return `export default { ${entries.join(', ')} };`;
};
