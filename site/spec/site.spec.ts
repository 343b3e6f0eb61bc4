import { existsSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, Opened } from '../../playground/spec/browser.js';
import { repository } from '../../scripts/repository.js';

const folder = join(repository, 'site/dist');
const missing =
  [
    [chromium, 'apt-get install chromium'],
    [join(folder, 'index.html'), 'npm ci --prefix site && npm run site:build'],
  ].find(([file = '']) => !existsSync(file))?.[1] ?? '';

const shown = [
  '',
  'zh/',
  'docs/start/learner.html',
  'docs/laws.html',
  'docs/protocol.html',
  'api/backproof/verify.html',
];
const schemes = ['light', 'dark'] as const;

describe.skipIf(missing !== '')(missing === '' ? 'the site' : `the site (skipped: ${missing})`, () => {
  let opened: Opened;
  const asked: string[] = [];

  const pageAt = async (path: string, colorScheme: 'dark' | 'light', width: number): Promise<Page> => {
    const viewport = { width, height: 800 };
    const context = await opened.browser.newContext({ colorScheme, viewport });
    const page = await context.newPage();
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(opened.url + path);
    await page.locator('main h1').first().waitFor();
    return page;
  };

  beforeAll(async () => {
    opened = await Opened.open(folder);
  });

  afterAll(() => opened.close());

  it.each(schemes)('can be read by all, %s', async (scheme) => {
    for (const path of shown) {
      const page = await pageAt(path, scheme, 1280);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => window.axe.run());
      expect(
        violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${path} ${id}: ${html}`)),
      ).toEqual([]);
    }
  });

  it('fits a narrow screen', async () => {
    for (const path of shown) {
      const page = await pageAt(path, 'light', 320);
      const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect([path, Number(width) <= Number(room)]).toEqual([path, true]);
    }
  });

  it('finds a page by a word of it', async () => {
    const page = await pageAt('', 'light', 1280);
    await page.keyboard.press('Control+k');
    await page.locator('.search-input').fill('transposed');
    await page.locator('#localsearch-list a[href*="laws"]').first().waitFor();
  });

  it('asks nobody but its own host', () => {
    expect(asked.filter((url) => !url.startsWith(opened.url) && !url.startsWith('data:'))).toEqual([]);
  });
});
