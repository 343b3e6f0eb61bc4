/** The files that a page has others in place of: what they need is only in Node. */
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { repository } from './repository.js';

const source = (path: string): string => join(repository, 'src', path);

/** The file that a page has in place of this one. */
export const replacedInPage: ReadonlyMap<string, string> = new Map([
  [source('reference/mathjs.ts'), source('reference/mathjs-in-page.ts')],
  [source('functions/mathjs.ts'), source('functions/mathjs-in-page.ts')],
  [source('grader/child/lockdown.ts'), source('grader/child/in-page.ts')],
]);

/** Replaces them in a bundle of esbuild's. */
export const inPage: Plugin = {
  name: 'in-page',
  setup({ onResolve }) {
    onResolve({ filter: /\/(mathjs|lockdown)\.js$/ }, ({ path, resolveDir }) => {
      const replaced = replacedInPage.get(join(resolveDir, path).replace(/\.js$/, '.ts'));
      return replaced === undefined ? undefined : { path: replaced };
    });
  },
};
