import { describe, expect, it } from 'vitest';
import { csv } from '../../src/formats/csv.js';
import { escaped, fenced, inMarkdown } from '../../src/formats/escape.js';

describe('text in XML and HTML', () => {
  it('is not markup', () => {
    expect(escaped(`<a href="x">&</a> 'b'`)).toBe(`&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt; 'b'`);
  });

  it('keeps tabs, ends of lines and characters of any plane, and loses what XML cannot hold', () => {
    expect(escaped('a\tb\nJᵀΔ \u{1F40D}')).toBe('a\tb\nJᵀΔ \u{1F40D}');
    expect(escaped('a\u0000\u0008\u001b\r\ud83d\ufffe\uffffb')).toBe('ab');
  });
});

describe('text in Markdown', () => {
  it('is fenced by more backticks than it has in a row', () => {
    expect(fenced('a')).toBe('```text\na\n```');
    expect(fenced('```\na\n`````')).toBe('``````text\n```\na\n`````\n``````');
  });

  it('is one line without a meaning', () => {
    expect(inMarkdown('# a | *b*\n[c](d) `e` <f>')).toBe('\\# a \\| \\*b\\* \\[c\\](d) \\`e\\` &lt;f&gt;');
  });
});

describe('text in CSV', () => {
  it('is quoted where it holds a comma, a quote or an end of line', () => {
    expect(csv([['a', 'b,c', 'd"e', 'f\ng', 1.5]])).toBe('a,"b,c","d""e","f\ng",1.5\n');
  });

  it('is not a formula, but a number is a number', () => {
    const cells = ['=1', '+1', '-a', '@a', '\ta', -1, '-1.5'];
    expect(csv([cells])).toBe("'=1,'+1,'-a,'@a,'\ta,-1,-1.5\n");
  });
});
