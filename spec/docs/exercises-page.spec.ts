/** docs/exercises.md shows what `backproof exercise new` writes, which a spec of its own grades. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { templateOf } from '../../src/grader/own/template.js';

const blocks = [...readFileSync('docs/exercises.md', 'utf8').matchAll(/^```(ts|python)\n(.*?)^```/gms)]
  .map(([, language, code = '']) => ({ language, code }))
  .filter(({ code }) => /swish|sigmoid/i.test(code));

const linesOf = (code: string): readonly string[] => code.split('\n').map((line) => line.trim());

it('shows three files of the template', () => {
  expect(blocks.map(({ language }) => language)).toEqual(['ts', 'ts', 'python']);
});

it.each(blocks)('has no line that the template lacks: $code', ({ language, code }) => {
  const written = templateOf('swish', language === 'python').flatMap(({ text }) => linesOf(text));
  // The template has quotes of JSON around a title.
  const shown = linesOf(code.replace("'Swish'", '"Swish"'));
  expect(shown.filter((line) => !written.includes(line))).toEqual([]);
});
