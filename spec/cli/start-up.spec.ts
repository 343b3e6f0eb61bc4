import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const asUrl = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`;

/** Writes the address of every module that is imported to standard error. */
const told = asUrl(`
  import { writeSync } from 'node:fs';
  export async function load(url, context, next) {
    writeSync(2, url + '\\n');
    return next(url, context);
  }`);
const telling = asUrl(`import { register } from 'node:module'; register(${JSON.stringify(told)});`);

/** The files of this package that a command imports, and those of other packages. */
function importedBy(...args: readonly string[]) {
  const command = ['--import', telling, 'bin/backproof.js', ...args];
  const { stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  const files = stderr.split('\n').filter((line) => line.startsWith('file://'));
  const isOfOthers = (url: string) => url.includes('/node_modules/');
  return { own: files.filter((url) => !isOfOthers(url)), others: files.filter(isOfOthers) };
}

describe('a start imports few files, as each takes time', () => {
  it('for the help next to none, and no other package', () => {
    const { own, others } = importedBy('--help');
    expect(others).toEqual([]);
    expect(own.length).toBeLessThanOrEqual(15);
  });

  it('for a grade at most 70 of the five hundred that there are', () => {
    const { own, others } = importedBy('grade', 'exercises', '--only', 'matmul.left-adjoint', '--no-save');
    expect(own.some((url) => url.includes('/grade-exercise'))).toBe(true);
    expect(own.length).toBeLessThanOrEqual(70);
    const packages = new Set(others.map((url) => /.*node_modules\/([^/]+)/.exec(url)?.[1]));
    // fast-check imports pure-rand.
    expect([...packages].sort()).toEqual(['fast-check', 'mathjs', 'pure-rand']);
  });
});
