import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import { matrixFiles, type OracleReport } from '../../src/oracle/index.js';
import { noCounts } from '../../src/oracle/report.js';
import { browserMissing, openBrowser } from '../grader/browser.js';

/** Of the law "vjp", 3 cases of negate are wrong in it, or none. */
function reportOf(name: string, version: string, wrong: 0 | 3): OracleReport {
  const counts = { ...noCounts, agree: 10 - wrong, disagree: wrong };
  const failure = {
    ...{ op: 'negate', law: 'vjp', caseId: 'x', case: {}, expected: -1, got: 1, tolerance: 1e-15 },
    ...{ entry: { what: 'gradient of input a', index: [0] }, misconception: null },
    replay: `npx backproof replay ${name}.json -- ./adapter`,
  };
  return {
    version: 1,
    implementation: { name, version, language: 'Python', dtype: 'float64', mode: 'eager', limits: [] },
    seed: 1,
    summary: counts,
    matrix: { negate: { vjp: counts }, exp: { vjp: { ...noCounts, agree: 10 } } },
    failures: wrong > 0 ? [failure] : [],
  };
}

const folder = mkdtempSync(join(tmpdir(), 'matrix-'));
const out = join(folder, 'page');
const said: string[] = [];
const output = { log: (text: string) => said.push(text), error: (text: string) => said.push(text) };

beforeAll(async () => {
  const reports = [reportOf('tiny', '1', 0), reportOf('tiny', '2', 3), reportOf('other', '1', 0)];
  const files = reports.map((report, index) => {
    const file = join(folder, `${index}.json`);
    writeFileSync(file, JSON.stringify(report));
    return file;
  });
  expect([await run(['matrix', ...files, '--out', out], output), said]).toEqual([0, [expect.anything()]]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string): string => readFileSync(join(out, name), 'utf8');

describe('backproof matrix', () => {
  it('writes a page, a badge for each system, and the same as data', () => {
    expect(readdirSync(out).sort()).toEqual([
      '1-tiny-float64-eager.svg',
      '2-other-float64-eager.svg',
      'index.html',
      'matrix.json',
    ]);
    expect(read('1-tiny-float64-eager.svg')).toContain('gradients: 17 of 20 right');
    const { systems } = JSON.parse(read('matrix.json'));
    expect(systems[0].versions.map(({ broken }: { broken: string[] }) => broken)).toEqual([
      [],
      ['negate (vjp)'],
    ]);
  });

  it('says what a later version broke, beside what the one before had right', () => {
    expect(read('index.html')).toMatch(
      /<th scope="row">2<\/th><td>17 of 20 right<\/td><td>negate \(vjp\)<\/td><td>–<\/td>/,
    );
  });

  it('says it op by op, where a version broke several laws of one', () => {
    const [before, after] = [reportOf('tiny', '1', 0), reportOf('tiny', '2', 3)];
    const negate = { ...after.matrix.negate, dot: { ...noCounts, disagree: 1 } };
    const page = matrixFiles([before, { ...after, matrix: { ...after.matrix, negate } }])['index.html'];
    expect(page).toContain('<td>negate (vjp, dot)</td>');
  });

  it('takes no words of an adapter for markup', () => {
    const words = '"><img src=x>';
    for (const text of Object.values(matrixFiles([reportOf(words, words, 3)])))
      expect(text.replace(/"name": .*/g, '').replace(/"version": .*/g, '')).not.toContain('<img src=x');
  });

  it('refuses what is no report, and a shard by itself', async () => {
    const file = join(folder, 'shard.json');
    writeFileSync(file, JSON.stringify({ ...reportOf('a', '1', 0), shard: { part: 1, of: 2 } }));
    expect(await run(['matrix', file, '--out', out], output)).toBe(2);
    expect(said.at(-1)).toContain('is one of several shards');
    writeFileSync(file, '{}');
    expect(await run(['matrix', file, '--out', out], output)).toBe(2);
    expect(said.at(-1)).toContain('is not a report of backproof oracle');
  });

  it.skipIf(browserMissing)(
    'opens the case of a red cell without scripts; axe-core finds nothing',
    async () => {
      const url = pathToFileURL(join(out, 'index.html')).href;
      const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const browser = await openBrowser();
      try {
        const plain = await browser.newPage({ javaScriptEnabled: false });
        await plain.goto(url);
        await plain.getByRole('link', { name: '✗ 3/10' }).press('Enter');
        expect(await plain.getByText('npx backproof replay tiny.json').isVisible()).toBe(true);
        for (const [colorScheme, width] of [
          ['light', 1200],
          ['dark', 320],
        ] as const) {
          const tab = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
          await tab.goto(url);
          await tab.evaluate(axe);
          // Beside many systems, the names of the ops stay in sight.
          expect(await tab.evaluate('getComputedStyle(document.querySelector("tbody th")).position')).toBe(
            'sticky',
          );
          const found = await tab.evaluate(
            'document.querySelectorAll("details").forEach((each) => { each.open = true }), axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
          );
          expect(found).toEqual([]);
          expect(await tab.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        }
      } finally {
        await browser.close();
      }
    },
  );
});
