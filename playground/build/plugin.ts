/** Modules that are made when the page is built: the course, its files, the harnesses, and the cores. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { harnessOf } from '../../scripts/harnesses.js';
import { replacedInPage } from '../../scripts/in-page.js';
import { repository } from '../../scripts/repository.js';
import { isLanguage, languages } from '../../src/texts/language.js';
import { chapters, exerciseOfKey, course as exercises, keyOf, pageOf, stubFile, stubOf } from './chapters.js';

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
  const [kind = '', of = '', language = ''] = name.split('/');
  switch (kind) {
    case 'chapters':
      return exported(chapters);
    case 'exercises':
      return exported(exercises);
    case 'cores':
      return exported(JSON.parse(readFileSync(join(repository, 'dist', 'grader', 'cores.json'), 'utf8')));
    case 'files':
      return `export default ${loaders((id) => `stub/${id}`)};`;
    case 'pages':
      return `export default { ${languages.map((each) => `${each}: ${loaders((id) => `page/${id}/${each}`)}`).join(', ')} };`;
    case 'harnesses':
      return `export default ${loaders((id) => `harness/${keyOf(id)}`)};`;
    case 'stub':
      return exported(stubOf(of));
    case 'page':
      return exported(pageOf(of, isLanguage(language) ? language : 'en'));
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

/** A module of each chapter, in a file of its own, which is read when it is needed. */
const loaders = (module: (id: string) => string): string =>
  `{ ${chapters.map(({ id }) => `${JSON.stringify(id)}: () => import('${prefix}${module(id)}')`).join(', ')} }`;
