import { describe, expect, it } from 'vitest';
import { clipped } from '../../src/grader/clip.js';
import { explainVerdict } from '../../src/grader/explain.js';
import { onDisk } from '../../src/grader/on-disk.js';

describe('a text of a submission', () => {
  it('is shown whole where it is short', () => {
    expect(clipped('no idea')).toBe('no idea');
  });

  it('is cut after 500 characters or 20 lines, and says how much is left out', () => {
    expect(clipped('x'.repeat(600))).toBe(`${'x'.repeat(500)}… (100 more characters)`);
    expect(clipped('a\n'.repeat(30))).toBe(`${'a\n'.repeat(19)}a… (21 more characters)`);
  });

  it('is never cut within a character', () => {
    expect(clipped(`${'x'.repeat(499)}😀`)).toBe(`${'x'.repeat(499)}… (2 more characters)`);
  });
});

describe('what a crash can carry out', () => {
  const long = 'seen '.repeat(10_000);
  const error = { type: 'Error', message: '', traceback: '' };
  it.each([
    ['its message', { kind: 'crashed', error: { ...error, message: long } }],
    ['its type', { kind: 'crashed', error: { ...error, type: long } }],
    [
      'its traceback',
      {
        kind: 'crashed',
        error: { ...error, traceback: `    at ${'s'.repeat(9000)} (/work/a.ts:1:1)\n`.repeat(9) },
      },
    ],
    ['what was printed', { kind: 'crashed', error: { ...error, type: 'Exit', traceback: long } }],
    ['what is not written', { kind: 'not-implemented', why: long }],
    ['what is malformed', { kind: 'malformed', problem: long }],
    ['what is not supported', { kind: 'unsupported', why: long }],
  ] as const)('through %s is bounded', (_, verdict) => {
    expect(explainVerdict(verdict, onDisk('/work/a.ts')).length).toBeLessThan(700);
  });
});
