/** `npm run site:build`: the pages of the repository, with their links as they are on the site. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';
import { checkAnchors } from '../build/anchors.js';
import { onSite, pageOf, repository, written } from '../build/links.js';
import { chapters, chineseSidebar, hasPlayground, playground, sidebar } from '../build/sidebar.js';
import { modules, writePages } from '../build/write.js';

await writePages();

const outDir = join(repository, 'site/dist');

export default defineConfig({
  srcDir: written,
  outDir,
  cacheDir: join(repository, 'site/.vitepress/cache'),
  // For a host that serves it from a folder: `BACKPROOF_SITE_BASE=/backproof/`.
  base: process.env.BACKPROOF_SITE_BASE ?? '/',
  title: 'Backproof',
  description: 'Finds wrong gradients.',
  metaChunk: true,
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    anchor: { slugify: slug },
    config(md) {
      md.core.ruler.push('links-of-a-checkout', ({ tokens, env }) => {
        const page = pageOf(env.relativePath);
        if (page === undefined) return;
        for (const { children } of tokens)
          for (const token of children ?? [])
            for (const name of ['href', 'src']) {
              const value = token.attrGet(name);
              if (value !== null) token.attrSet(name, onSite(value, page));
            }
      });
    },
  },
  locales: {
    root: { label: 'English', lang: 'en' },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      description: '专找错误的梯度。',
      themeConfig: { sidebar: chineseSidebar, outline: { level: [2, 3], label: '本页' } },
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    i18nRouting: false,
    outline: { level: [2, 3] },
    nav: [
      { text: 'Exercises', link: chapters[0]?.items?.[0]?.link ?? '/' },
      { text: 'Scoreboard', link: '/docs/scoreboard.html' },
      { text: 'API', link: '/api/' },
      ...(hasPlayground ? [{ text: 'Playground', link: '/playground/index.html', target: '_self' }] : []),
    ],
    sidebar: {
      '/': sidebar,
      '/exercises/': chapters,
      '/api/': [{ text: 'The API', items: modules() }],
    },
  },
  buildEnd() {
    if (hasPlayground) cpSync(playground, join(outDir, 'playground'), { recursive: true });
    checkAnchors(outDir);
  },
});
