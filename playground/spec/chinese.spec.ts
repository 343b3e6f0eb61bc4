import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, contextOf, missing, Opened, textOf, violationsOn, withRule, write } from './browser.js';

const wrong = withRule('elementwise', 'Negate', 'return [outGrad];');
const right = withRule('elementwise', 'Negate', 'return [negate(outGrad)];');

const title = missing === '' ? 'the page in Chinese' : `the page in Chinese (skipped: ${missing})`;

/** What the page says, to see or to hear, but for code, the names of exercises, and languages by their own names. */
const wordsOn = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const copy = document.body.cloneNode(true) as HTMLElement;
    const labels = [...copy.querySelectorAll('[aria-label]')].map((each) => each.getAttribute('aria-label'));
    for (const each of copy.querySelectorAll('code, pre, option, .readme, .editor, .matrix td'))
      each.remove();
    return [document.title, copy.textContent, ...labels].join('\n');
  });

/** Names that Chinese has no others for, and what is written in code. */
const names =
  /Backproof|Transformer|VJP|Jv|dtype|Ctrl|Enter|Tab|negate(-keeps-the-sign)?|elementwise\.ts|eager|lazy|detach|no_grad|outGrad/g;

const englishOn = async (page: Page): Promise<readonly string[]> =>
  (await wordsOn(page)).replace(names, '').match(/[A-Za-z]{2,}/g) ?? [];

describe.skipIf(missing !== '')(title, () => {
  let opened: Opened;
  let page: Page;
  const language = () => page.getByLabel(/^(Language|语言)$/);
  const code = () => textOf(page.locator('.cm-content'));

  beforeAll(async () => {
    opened = await Opened.open();
    const context = await contextOf(opened, { locale: 'zh-CN' });
    page = await context.newPage();
    await page.goto(`${opened.url}#exercise=elementwise.negate`);
    await page.locator('.cm-content').waitFor();
  });

  afterAll(() => opened.close());

  it('is what a Chinese browser is shown', async () => {
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
    expect(await page.title()).toBe('negate · Backproof：反向传播练习');
    expect(await textOf(page.locator('.readme'))).toContain('数学原理');
  });

  it('shows a counterexample, and what the known mistake is, and no English', async () => {
    await write(page, wrong);
    expect(await check(page)).toBe('negate 还有误。');
    const said = await textOf(page.locator('.details'));
    expect(said).toContain('VJP 等于 JᵀΔ');
    expect(said).toContain('已知错误：negate-keeps-the-sign');
    expect(said).toContain('outGrad 被传回时没有变号。');
    expect(await page.locator('td.wrong').first().textContent()).toMatch(/^有误：\[.+\]$/);
    expect(await englishOn(page)).toEqual([]);
    expect(await violationsOn(page)).toEqual([]);
  });

  it('changes to English with the same code, result and address', async () => {
    const address = page.url();
    await language().selectOption('English');
    await page.getByText('A known mistake: negate-keeps-the-sign').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.title()).toBe('negate · Backproof: exercises in backpropagation');
    expect(await wordsOn(page)).not.toMatch(/\p{Script=Han}/u);
    // It is the same failure, and not one more in the same way.
    expect(await textOf(page.locator('.details'))).not.toContain('Hint 1 of');
    await page.getByRole('button', { name: /^Go to line/ }).press('Enter');
    expect(await code()).toContain('return [outGrad];');
    expect(page.url()).toBe(address);
    expect(await violationsOn(page)).toEqual([]);
  });

  it('is kept, as is what passed, when the page is loaded anew', async () => {
    await language().selectOption('简体中文');
    await write(page, right);
    expect(await check(page)).toMatch(/^negate 通过：定律全部成立。/);
    await page.reload();
    await page.locator('a[aria-current]', { hasText: 'negate，已通过' }).waitFor();
    expect(await code()).toContain('return [negate(outGrad)];');
  });
});
