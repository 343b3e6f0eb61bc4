import { spawnSync } from 'node:child_process';
import { describe, expect, it, test } from 'vitest';
import * as source from '../../src/engine/index.js';

const asUrl = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`;

/** Writes the address of every module that is imported to standard error. */
const told = asUrl(`
  import { writeSync } from 'node:fs';
  export async function load(url, context, next) {
    writeSync(2, url + '\\n');
    return next(url, context);
  }`);
const telling = asUrl(`import { register } from 'node:module'; register(${JSON.stringify(told)});`);

/** What a command printed, the files of this package that it imports, and those of other packages. */
function importedBy(...args: readonly string[]) {
  return importsOf('bin/backproof.js', ...args);
}

function importsOf(...args: readonly string[]) {
  const command = ['--import', telling, ...args];
  const { stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  const files = stderr.split('\n').filter((line) => line.startsWith('file://'));
  const isOfOthers = (url: string) => url.includes('/node_modules/');
  return { stdout, own: files.filter((url) => !isOfOthers(url)), others: files.filter(isOfOthers) };
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
    // fast-check imports pure-rand; mathjs is required, not imported.
    expect([...packages].sort()).toEqual(['fast-check', 'pure-rand']);
  });
});

test('what users import is joined, as calls from file to file double what a small op costs', () => {
  const script = `
    import { engineImplementation } from 'backproof';
    import * as engine from 'backproof/engine';
    console.log(JSON.stringify([engine.engineImplementation === engineImplementation, Object.keys(engine).sort()]));`;
  const { stdout, own } = importsOf('--input-type=module', '--eval', script);
  // The same classes, by whichever name they are imported.
  expect(JSON.parse(stdout)).toEqual([true, Object.keys(source).sort()]);
  // What subpaths share is in chunks: 14, and the two files that a page has others in place of.
  expect(own.length).toBeLessThanOrEqual(20);
});
