/** What a user gets who installs the package. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byEsbuild, byVite } from './browser.js';
import { describeExamples } from './examples.js';
import { bytesOf, Installed } from './installed.js';

let installed: Installed;
beforeAll(() => {
  installed = new Installed(['vitest']);
});
afterAll(() => installed.remove());

describe('from an empty folder', () => {
  it('every subpath can be imported, and the same things have one identity', () => {
    const subpaths = installed.subpaths.filter((each) => each !== 'backproof/vitest');
    expect(subpaths.length).toBeGreaterThanOrEqual(9);
    const script = `
      const names = ${JSON.stringify(subpaths)};
      const all = await Promise.all(names.map((name) => import(name)));
      const modules = Object.fromEntries(names.map((name, index) => [name, all[index]]));
      const exported = (name) => Object.values(modules).map((each) => each[name]).filter((each) => each !== undefined);
      console.log(JSON.stringify({
        empty: names.filter((name) => Object.keys(modules[name]).length === 0),
        // Types alone.
        laws: new Set(exported('laws')).size,
        checkLaws: new Set(exported('checkLaws')).size,
        engineImplementation: new Set(exported('engineImplementation')).size,
      }));`;
    const { status, printed } = installed.node('--input-type=module', '--eval', script);
    expect(printed).toBe(
      `${JSON.stringify({ empty: ['backproof/exercise'], laws: 1, checkLaws: 1, engineImplementation: 1 })}\n`,
    );
    expect(status).toBe(0);
  });

  it('backproof/oracle checks an adapter, and backproof/grader grades', () => {
    const script = `
      import { checkAdapter } from 'backproof/oracle';
      import { grade } from 'backproof/grader';
      const hello = ['node', 'node_modules/backproof/adapters/hello/hello.mjs'];
      const { summary, failures } = await checkAdapter(hello, { rows: ['multiply'], runs: 5 });
      const { score, maxScore } = await grade({
        submission: 'node_modules/backproof/solutions', only: ['elementwise.negate'], runs: 5, saveNothing: true,
      });
      console.log(summary.agree > 10, failures.length, score === maxScore, maxScore > 0);`;
    const { status, printed } = installed.node('--input-type=module', '--eval', script);
    expect(printed).toBe('true 0 true true\n');
    expect(status).toBe(0);
  });
});

describe('in a page', () => {
  const found = 'vjp 16 6 6.000000000';

  it('verify, engine, reference and generate are bundled by esbuild, and find a wrong rule', async () => {
    expect(await byEsbuild(installed)).toBe(found);
  });

  it('and by Vite', async () => {
    expect(await byVite(installed)).toBe(found);
  });
});

describeExamples(() => installed);

describe('what is packed', () => {
  it('holds nothing that running it left behind', () => {
    const names = readdirSync(installed.package, { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => /__pycache__|node_modules|\.pyc$|\.log$/.test(name))).toEqual([]);
  });
});

/** Measured: a tarball of 2.59 MB with 2,442 files, 10.55 MB unpacked. */
describe('the size', () => {
  it('of the tarball is at most 2.6 MB, and unpacked at most 11 MB', () => {
    expect(bytesOf(installed.tarball)).toBeLessThanOrEqual(2_600_000);
    expect(bytesOf(installed.package)).toBeLessThanOrEqual(11_000_000);
  });
});
