/** Where the links of a page lead on the site. Pages are written for a checkout: their links are relative paths of its files. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository: string = fileURLToPath(new URL('../..', import.meta.url));

/** The site's pages, as the build writes them. */
export const written: string = join(repository, 'site/pages');

const files = (pattern: RegExp, folder: string): readonly string[] =>
  readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name))
    .filter((path) => pattern.test(path))
    .sort();

/** The pages of the site, as paths of the repository. */
export const pages: readonly string[] = [
  'README.md',
  'README.zh.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...files(/^docs\/.*\.md$/, 'docs'),
  ...files(/^exercises\/\w+\/README(\.zh)?\.md$/, 'exercises'),
  ...files(/README\.md$/, 'examples/exercises'),
];

/** Where a page stands on the site: the first one at its root, Chinese ones in a folder of their own. */
export function placeOf(page: string): string {
  if (page === 'README.md') return 'index.md';
  if (page === 'README.zh.md') return 'zh/index.md';
  return page.endsWith('.zh.md') ? `zh/${page.replace(/\.zh\.md$/, '.md')}` : page;
}

const pageAt = new Map(pages.map((page) => [placeOf(page), page]));

/** The page of the repository that stands there; undefined for what the build has written. */
export const pageOf = (place: string): string | undefined => pageAt.get(place);

/** The address of a page, without its base. */
export const addressOf = (page: string): string =>
  `/${placeOf(page)
    .replace(/(^|\/)index\.md$/, '$1')
    .replace(/\.md$/, '.html')}`;

/** Where the text of a file, or the list of a folder, stands on the site. */
export const sourcePage = (path: string): string => `source/${path}.md`;

const isFolder = (path: string): boolean => statSync(join(repository, path)).isDirectory();

interface Target {
  readonly kind: 'page' | 'image' | 'source';
  readonly path: string;
}

/** What of the repository a relative link leads to; undefined for an address, and for what is not there. */
export function targetOf(href: string, page: string): Target | undefined {
  if (/^([a-z]+:|#|\/)/.test(href)) return undefined;
  const path = relative(repository, resolve(repository, dirname(page), href.replace(/#.*/, '')));
  if (path.startsWith('..') || !existsSync(join(repository, path))) return undefined;
  for (const wanted of [
    path,
    posix.join(path, 'README.md'),
    posix.join(path, 'README.md').replace('curriculum/', 'exercises/'),
  ])
    if (pages.includes(wanted)) return { kind: 'page', path: wanted };
  return { kind: extname(path) === '.svg' ? 'image' : 'source', path };
}

/** The link as it is on the site; as it was, if it leads out of the repository or to nothing. */
export function onSite(href: string, page: string): string {
  const target = targetOf(href, page);
  if (target === undefined) return href;
  const addresses = {
    page: addressOf,
    image: (path: string) => `/${path}`,
    source: (path: string) => `/source/${path}.html`,
  };
  return addresses[target.kind](target.path) + (/#.*/.exec(href)?.[0] ?? '');
}

/** A link or an image of Markdown. */
export const link: RegExp = /\]\(([^)\s]+)\)/g;

/** The images, files and folders that pages link to. */
export function named(kind: Target['kind']): readonly string[] {
  const targets = pages.flatMap((page) =>
    [...readFileSync(join(repository, page), 'utf8').matchAll(link)].map(([, href = '']) =>
      targetOf(href, page),
    ),
  );
  return [...new Set(targets.flatMap((target) => (target?.kind === kind ? [target.path] : [])))];
}

/** The text of a file, or the list of a folder, as a page. */
export function sourceText(path: string): string {
  const title = `---\nsearch: false\neditLink: false\noutline: false\n---\n\n# ${path}\n\n`;
  if (isFolder(path)) {
    const names = readdirSync(join(repository, path)).sort();
    return `${title}${names.map((name) => `- ${listed(name, path)}`).join('\n')}\n`;
  }
  const text = readFileSync(join(repository, path), 'utf8').trimEnd();
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return `${title}${fence}${extname(path).slice(1).replace('mjs', 'js')}\n${text}\n${fence}\n`;
}

function listed(name: string, folder: string): string {
  const target = targetOf(name, posix.join(folder, 'README.md'));
  return target?.kind === 'page' ? `[${name}](${addressOf(target.path)})` : `\`${name}\``;
}
