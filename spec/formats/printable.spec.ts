import { describe, expect, it } from 'vitest';
import { csv } from '../../src/formats/csv.js';
import { escaped } from '../../src/formats/escape.js';
import { clippedToBytes, printable } from '../../src/formats/printable.js';

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
      expect(lines[1]?.trimStart()).not.toMatch(/^(::|##)/);
      expect(lines[1]).toContain(command.trim());
    },
  );
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
});
