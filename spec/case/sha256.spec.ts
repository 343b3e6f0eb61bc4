import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/case/sha256.js';

const byNode = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('SHA-256', () => {
  it('is that of Node, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(sha256(text)).toBe(byNode(text));
      }),
    );
  });

  it('is that of Node where a block ends', () => {
    for (const length of [0, 54, 55, 56, 63, 64, 65, 119, 120, 10_000]) {
      expect(sha256('a'.repeat(length))).toBe(byNode('a'.repeat(length)));
    }
  });
});
