import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, contextOf, missing, Opened, textOf, violationsOn, withRule, write } from './browser.js';

const wrong = withRule('elementwise', 'Negate', 'return [outGrad];');
const right = withRule('elementwise', 'Negate', 'return [negate(outGrad)];');
const endless = withRule('elementwise', 'Negate', 'while (true) {}');

const title =
  missing === '' ? 'the exercises in a browser' : `the exercises in a browser (skipped: ${missing})`;

describe.skipIf(missing !== '')(title, () => {
  let opened: Opened;
  let context: BrowserContext;
  let page: Page;
  const asked: string[] = [];
  const complaints: string[] = [];

  const shown = async (hash: string, colorScheme: 'dark' | 'light' = 'light'): Promise<void> => {
    context = await contextOf(opened, { colorScheme });
    page = await context.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.goto(opened.url + hash);
    await page.locator('.cm-content').waitFor();
  };

  beforeAll(async () => {
    opened = await Opened.open();
    await shown('#exercise=elementwise.negate');
  });

  afterAll(() => opened.close());

  it('names a mistake, and shows the wrong entry beside the right one', async () => {
    await write(page, wrong);
    expect(await check(page)).toContain('negate is not right yet.');
    const said = await textOf(page.locator('.details'));
    expect(said).toContain('the vjp equals JᵀΔ');
    expect(said).toContain('A known mistake: negate-keeps-the-sign');
    expect(await page.locator('td.wrong').first().textContent()).toMatch(/^wrong: \[.+\]$/);
    expect(await violationsOn(page)).toEqual([]);
  });

  it('keeps what was typed, and what passed, when the page is loaded anew', async () => {
    await write(page, right);
    expect(await check(page)).toContain('negate passed: every law holds.');
    await page.reload();
    await page.locator('a[aria-current]', { hasText: 'negate, passed' }).waitFor();
    expect(await check(page)).toContain('negate passed');
  });

  it('stops a loop that does not end, and checks on', async () => {
    await write(page, endless);
    expect(await check(page)).toContain('negate gave no answer.');
    expect(await textOf(page.locator('.details'))).toContain('Is there a loop that does not end?');
    await write(page, right);
    expect(await check(page)).toContain('negate passed');
  });

  it('says which line threw', async () => {
    const throwing = withRule('elementwise', 'Negate', `throw new TypeError('no');`);
    await write(page, throwing);
    expect(await check(page)).toContain('negate could not be run.');
    const line = throwing.split('\n').findIndex((text) => text.includes("new TypeError('no')")) + 1;
    const said = await textOf(page.locator('.details'));
    expect(said).toContain(`at Negate.gradient elementwise/elementwise.ts:${line}:`);
    expect(said).toContain(`Go to line ${line}`);
  });

  it('says where a file does not compile', async () => {
    await write(page, right.replace('return [negate(outGrad)];', 'return [negate(outGrad];'));
    expect(await check(page)).toContain('negate could not be run.');
    expect(await textOf(page.locator('.details'))).toMatch(/does not compile[\s\S]*Go to line \d+/);
  });

  it('shows the code of a link without taking it, in the dark, too', async () => {
    // Imported here: where the playground's libraries are missing, this file is skipped, and not broken.
    const { addressOf } = await import('../src/address.js');
    await shown(addressOf('elementwise.negate', wrong), 'dark');
    expect(await textOf(page.locator('.cm-content'))).toContain('return [outGrad];');
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Back to my code' }).press('Enter');
    expect(await textOf(page.locator('.cm-content'))).toContain("NotImplemented('Negate.gradient')");
  });

  it('fits a narrow screen', async () => {
    await page.setViewportSize({ width: 360, height: 700 });
    await write(page, wrong);
    await check(page);
    const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(width).toBeLessThanOrEqual(Number(room));
    expect(await violationsOn(page)).toEqual([]);
  });

  it('asks nobody but its own host, and breaks nothing', () => {
    expect(asked.filter((url) => !url.startsWith(opened.url) && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
