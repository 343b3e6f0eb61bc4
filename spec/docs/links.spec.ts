/** What the site's build asks of links, without building it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { link, pages, targetOf } from '../../site/build/links.js';
import { sidebar } from '../../site/build/sidebar.js';
import { anchorOf } from '../../src/formats/anchor.js';

const fence = /^(`{3,})[^\n]*\n.*?^\1$/gms;
const textOf = (page: string): string => readFileSync(page, 'utf8').replace(fence, '');

/** A link within code is shown, and leads nowhere. */
const withoutCode = (text: string): string => text.replace(/`[^`\n]*`/g, 'code');

const anchorsIn = (page: string): ReadonlySet<string> =>
  new Set([...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)));

const leadsNowhere = (href: string, page: string): boolean => {
  if (/^[a-z]+:/.test(href)) return false;
  const [path = '', anchor] = href.split('#');
  const target = path === '' ? { kind: 'page' as const, path: page } : targetOf(path, page);
  if (target === undefined) return true;
  return anchor !== undefined && target.kind === 'page' && !anchorsIn(target.path).has(anchor);
};

describe('the documentation', () => {
  it.each(pages)('%s links to files and headings that are there', (page) => {
    const links = [...withoutCode(textOf(page)).matchAll(link)].map(([, href = '']) => href);
    expect(links.filter((href) => leadsNowhere(href, page))).toEqual([]);
  });

  it('has each of its pages in the sidebar of the site', () => {
    expect(sidebar.length).toBeGreaterThan(5);
  });
});
