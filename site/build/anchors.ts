/** VitePress asks whether each page that is linked to is there; this asks whether its anchor is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const valuesOf = (html: string, attribute: RegExp): readonly string[] =>
  [...html.matchAll(attribute)].map(([, value = '']) => decodeURIComponent(value.replaceAll('&amp;', '&')));

/** Throws with every link of the built pages whose page or anchor is not there. */
export function checkAnchors(folder: string): void {
  const built = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const texts = new Map(
    built
      .filter((path) => path.endsWith('.html') && !path.startsWith('playground/'))
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
  const there = new Set(built);
  const ids = new Map([...texts].map(([path, html]) => [path, new Set(valuesOf(html, /\sid="([^"]+)"/g))]));
  const dead: string[] = [];
  for (const [page, html] of texts)
    for (const href of valuesOf(html, /<a\s[^>]*?href="([^"]+)"/g)) {
      const { host, pathname, hash } = new URL(href, `http://site/${page}`);
      if (host !== 'site') continue;
      const path = decodeURIComponent(pathname.slice(1)).replace(/(^|\/)$/, '$1index.html');
      const known = hash === '' || ids.get(path)?.has(decodeURIComponent(hash.slice(1)));
      if (!there.has(path) || !known) dead.push(`${page}: ${href}`);
    }
  if (dead.length > 0) throw new Error(`These links of the site lead nowhere:\n${dead.join('\n')}`);
}
