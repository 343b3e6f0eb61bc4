import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { laws } from '../../src/verify/index.js';

/** A heading of each law, and the first paragraph beneath, without marks of code and line breaks. */
const sections = [
  ...readFileSync('docs/laws.md', 'utf8').matchAll(/^### `(\S+)`\n\n(.*?)\n\n?(?=#|$)/gms),
].map(([, id, text = '']) => ({ id, text: text.replaceAll('`', '').replaceAll('\n', ' ').toLowerCase() }));

describe('the page of the laws', () => {
  it('has every law, in the order in which they are asked', () => {
    expect(sections.map(({ id }) => id)).toEqual(laws.map(({ id }) => id));
  });

  it.each(laws.map(({ id, sentence }) => [id, sentence]))(
    'begins %s with the sentence that reports say',
    (id, sentence) => {
      expect(sections.find((section) => section.id === id)?.text).toContain(sentence.toLowerCase());
    },
  );
});
