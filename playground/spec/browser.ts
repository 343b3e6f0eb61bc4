/** The built page in headless Chromium. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';

const folder = fileURLToPath(new URL('../', import.meta.url));
const built = join(folder, 'dist');
/** Debian's. */
export const chromium = '/usr/bin/chromium';

/** What is missing here, as a command; empty if nothing is. */
export const missing: string =
  [
    [chromium, 'apt-get install chromium'],
    [join(folder, 'node_modules', 'playwright-core'), 'npm ci --prefix playground'],
    [join(built, 'index.html'), 'npm run playground:build'],
  ].find(([file = '']) => !existsSync(file))?.[1] ?? '';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export class Opened {
  private constructor(
    readonly url: string,
    readonly browser: Browser,
    private readonly server: Server,
  ) {}

  /** @param folder what is served: the built playground, unless told */
  static async open(folder = built): Promise<Opened> {
    const server = createServer(({ url = '/' }, response) => {
      const path = new URL(url, 'http://localhost').pathname;
      const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
      if (!existsSync(file)) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': types[extname(file)] ?? '' }).end(readFileSync(file));
    });
    await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
    const { port } = server.address() as AddressInfo;
    const { chromium: launcher } = await import('playwright-core');
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    const browser = await launcher.launch({ executablePath: chromium, args });
    return new Opened(`http://localhost:${port}/`, browser, server);
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }
}

/** A browser of its own, whose user reads English unless told otherwise. */
export const contextOf = (
  { browser }: Opened,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> => browser.newContext({ locale: 'en-US', ...options });

/** All of the editor's text is replaced, by keys alone. */
export async function write(page: Page, code: string): Promise<void> {
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(code);
}

/** What the page says of a check that is asked for by keys. */
export async function check(page: Page): Promise<string> {
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+Enter');
  return textOf(page.locator('.status:not([data-tone="plain"])'));
}

/** What axe finds wrong with the page as it is. */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

export const textOf = async (locator: Locator): Promise<string> => (await locator.textContent()) ?? '';

/** The stub of a chapter with another body for a rule. */
export function withRule(chapter: string, name: string, body: string): string {
  const stub = readFileSync(join(folder, '..', 'exercises', chapter, `${chapter}.ts`), 'utf8');
  const todo = `throw new NotImplemented('${name}.gradient');`;
  if (!stub.includes(todo)) throw new Error(`there is no ${name} in ${chapter}`);
  return stub.replace(todo, body);
}

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}
