/** The corpus of reported gradient bugs: each is well formed, and our check tells it from its right twin at its case. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const python = (...args: readonly string[]) => spawnSync('python3', args, { encoding: 'utf8' });
const hasNumPy = python('-c', 'import numpy').status === 0;

describe.skipIf(!hasNumPy)('the corpus', () => {
  it('has wrong gradients that fail at their cases, and right ones that pass', () => {
    const { stdout, stderr, status } = python('bench/corpus/check.py');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d+ bugs of \d+ systems, 0 problems\n$/);
    expect(status).toBe(0);
    const [bugs = 0, systems = 0] = (stdout.match(/\d+/g) ?? []).map(Number);
    expect(bugs).toBeGreaterThan(99);
    expect(systems).toBeGreaterThan(14);
  });

  const entry = (fields: string, value = 'x') =>
    python(
      '-c',
      `"""A"""
import corpus
@corpus.bug(**{**dict(issue="a/b#1", says="", inputs=[{"shape": []}], case=dict(x=1)), ${fields}})
class Entry:
    def value(${value}): return x
    def wrong(x, y_bar): return 0 * y_bar
    def right(x, y_bar): return y_bar
corpus.BUGS[0].at_case()`,
    ).stderr;

  it('refuses what is no entry, in a sentence', () => {
    expect(entry('')).toBe('');
    expect(entry('"inputs": []')).toContain('value takes x: expected 1 inputs, got 0');
    expect(entry('"case": dict(z=1)')).toContain('the case has z, which is no parameter');
    expect(entry('"case": dict(x=[1])')).toContain('x of the case has 1 axes; expected 0');
    expect(entry('"issue": "b"')).toContain("expected owner/repository#number, got 'b'");
    expect(entry('"way": "second"')).toContain('expected vjp(…), the right first order');
  });
});
