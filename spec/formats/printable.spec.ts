import { describe, expect, it } from 'vitest';
import { csv } from '../../src/formats/csv.js';
import { escaped } from '../../src/formats/escape.js';
import {
  clippedToBytes,
  clippedToCharacters,
  plain,
  plainLine,
  plainPiece,
  printable,
} from '../../src/formats/printable.js';

describe('text that is printed', () => {
  it('keeps the colours of our reports, and no other escape sequence', () => {
    expect(printable('\u001b[32m✓\u001b[0m')).toBe('\u001b[32m✓\u001b[0m');
    expect(printable('a\u001b[2Jb\u001b[38;5;1mc\u001b]8;;http://x\u0007d\u009b1me\rf\u0008g')).not.toMatch(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
      /[\u001b\u0007\u009b\r\u0008]/,
    );
  });

  it.each(['\u202e', '\u2066', '\u200f', '\u061c', '\u0085', '\u2028'])(
    'does not turn, hide or break with %j, in a report neither',
    (mark) => {
      expect(printable(`a${mark}b`)).toBe('a\ufffdb');
      expect(escaped(`a${mark}b`)).toBe('ab');
    },
  );

  it.each(['::error::', '::set-output name=x::', '  ::add-mask::', '##[error]', '##vso[task.complete]'])(
    'holds no command of a workflow: %s',
    (command) => {
      const lines = printable(`said\n${command}y`).split('\n');
      expect(lines[1]?.trimStart()).not.toMatch(/^::|##(vso)?\[/);
      expect(lines[1]?.replace('\u2060', '')).toBe(`${command}y`);
    },
  );

  it.each(['a ##[error]b', 'a ##vso[task.complete]b', 'a ##VSO[x]', '\n\n\t::error::'])(
    'holds none further on: %j',
    (text) => {
      expect(printable(text)).not.toMatch(/^\s*::|##(vso)?\[/im);
    },
  );
});

describe('words of others', () => {
  it('have no colours, not even ours', () => {
    expect(plain('\u001b[32m✓ passed\u001b[0m')).toBe('\ufffd✓ passed\ufffd');
  });

  it('stay in the line that they are put into', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
    expect(plainLine('a\n::error::b\r\tc\u001b[2J')).not.toMatch(/[\n\r\t\u001b]|^::/);
  });

  it.each([
    [':', ':error::x'],
    ['##', '[error]x'],
    ['##vs', 'o[task.complete]'],
    ['\u001b', '[2Jx'],
    ['#', '#[error]'],
  ])('make no command of the pieces %j and %j', (one, other) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
    expect(plainPiece(one) + plainPiece(other)).not.toMatch(/^::|##(vso)?\[|\u001b/);
  });

  it('are cut between characters', () => {
    expect(clippedToCharacters('🐍🐍🐍', 2)).toBe('🐍🐍');
    expect(clippedToCharacters('abc', 3)).toBe('abc');
  });
});

describe('text of so many bytes', () => {
  it('is cut between characters, and says so', () => {
    expect(clippedToBytes('Δ'.repeat(10), 20)).toBe('Δ'.repeat(10));
    for (let most = 60; most < 70; most++) {
      const clipped = clippedToBytes('Δ🐍'.repeat(100), most);
      expect(Buffer.byteLength(clipped)).toBeLessThanOrEqual(most);
      expect(clipped).toMatch(/^[Δ🐍]+\n… and more that is not shown here\.$/u);
    }
  });
});

describe('text in a spreadsheet', () => {
  it.each(['\n=1', 'a\n=1', '＝1', '＋1', '－1', '＠a', ';=1', 'a;=1', 'a\t=1', ' =1', '"=1'])(
    'is no formula, as %j would be',
    (text) => {
      expect(csv([[text]])).toMatch(/^"?'/);
    },
  );

  it.each([
    ...[
      '\f',
      '\v',
      '\0',
      '\u001b',
      '\u0085',
      '\u2028',
      '\u2029',
      '\u200b',
      '\u200d',
      '\u2060',
      '\ufeff',
      '\u00ad',
    ],
    ...['\u00a0', '\u3000', '\u3164', '\u202e', '\ufe0f', '\u0301', '\u{e0001}', "'", '\u200b \u0000'],
  ])('is no formula behind %j', (before) => {
    for (const sign of ['=', '+', '-', '@', '\uff1d', '\ufe66', '\ufe62', '\u2212']) {
      expect(csv([[`${before}${sign}1`]])).toMatch(/^"?'/);
      expect(csv([[`a;${before}${sign}1`]])).toMatch(/^"?'/);
    }
  });

  it.each([';a', ',a', '\ta', '；a', '\fa'])('begins with no separator: %j', (text) => {
    expect(csv([[text]])).toMatch(/^"?'/);
  });

  it.each(['Ada Lovelace', 'ada-1', 'a=b', "O'Neill", 'Zoë', '-1.5', 'a@b.org'])(
    'is left alone: %j',
    (text) => {
      expect(csv([[text]])).toBe(`${text}\n`);
    },
  );
});
