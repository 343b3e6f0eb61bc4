import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { plot } from '../../examples/loss-plot.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const run = () =>
  spawnSync(process.execPath, ['--import', 'tsx', 'examples/iris.ts'], { cwd: root, encoding: 'utf8' });
const { stdout, stderr } = run();

test('the iris example tells at least 95 % of the held-out flowers right', () => {
  const share = /of the 50 held out: +(\S+) %\n$/.exec(stdout)?.[1];
  expect(Number(share)).toBeGreaterThanOrEqual(95);
});

test('it shows the layers and the loss', () => {
  expect(stdout).toMatch(/^name +layer +output +parameters\n/);
  expect(stdout).toContain('loss, over 60 epochs');
});

test('where there is no terminal, it draws no progress bar and no colours', () => {
  expect(stderr).toBe('');
  expect(stdout).not.toContain('\u001b');
});

test('it prints the same each time', () => {
  expect(run().stdout).toBe(stdout);
});

test('the plot has a dot at the height of each mean', () => {
  const plotted = plot([4, 4, 3, 2, 1, 0]);
  expect(plotted).toMatchInlineSnapshot(`
    "  4.00 ┤••
      3.60 ┤
      3.20 ┤  •
      2.80 ┤
      2.40 ┤
      2.00 ┤   •
      1.60 ┤
      1.20 ┤    •
      0.80 ┤
      0.40 ┤     •
           └──────"
  `);
});
