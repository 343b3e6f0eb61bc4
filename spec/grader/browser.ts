/** Debian's Chromium without a window, if it is there. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** What is to be done where there is none; empty where there is. */
export const browserMissing: string = existsSync(executablePath) ? '' : 'apt-get install chromium';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
