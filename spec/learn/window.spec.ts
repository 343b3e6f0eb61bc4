/** Pages that are longer than the terminal. */
import { describe, expect, it } from 'vitest';
import type { Style } from '../../src/learn/style.js';
import { turned, windowOn } from '../../src/learn/window.js';
import { en } from '../../src/texts/index.js';

const style: Style = { columns: 20, texts: en, paint: (_, text) => text, link: (place) => place };
const page = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
const footer = ['', 'keys'];

describe('a page in a terminal of few rows', () => {
  it('is whole where it fits', () => {
    expect(windowOn(page, footer, 33, 5, style).lines).toEqual([...page, ...footer]);
  });

  it('begins with its top and keeps its footer, and says how much is below', () => {
    const { lines } = windowOn(page, footer, 32, 0, style);
    expect(lines).toHaveLength(31);
    expect(lines.slice(-4)).toEqual(['line 28', '↓ 2 lines below', '', 'keys']);
    expect(lines[0]).toBe('line 1');
  });

  it('is turned with two lines to go on from, as far as its end and back', () => {
    const first = windowOn(page, footer, 13, 0, style);
    expect(first.lines.slice(0, 9)).toEqual(page.slice(0, 9));
    const second = windowOn(page, footer, 13, turned(first, 'down'), style);
    expect(second.lines.slice(0, 10)).toEqual([...page.slice(7, 16), '↑ 7 lines above   ↓ 14 lines below']);
    expect(windowOn(page, footer, 13, turned(second, 'up'), style)).toEqual(first);
    const end = windowOn(page, footer, 13, Number.POSITIVE_INFINITY, style);
    expect(end.lines.slice(-4)).toEqual(['line 30', '↑ 21 lines above', '', 'keys']);
    expect(windowOn(page, footer, 13, turned(end, 'down'), style)).toEqual(end);
  });

  it('counts the rows that a long line takes, and not its colours', () => {
    const long = ['\u001b[31mx\u001b[0m'.repeat(20), 'y'.repeat(41), 'z'];
    expect(windowOn(long, footer, 8, 0, style).lines).toEqual([...long, ...footer]);
    expect(windowOn(long, footer, 7, 0, style).lines).toEqual([long[0], '↓ 2 lines below', ...footer]);
  });

  it('shows some of it whatever the footer takes', () => {
    expect(windowOn(page, footer, 2, 0, style).lines.slice(0, 4)).toEqual([
      ...page.slice(0, 3),
      '↓ 27 lines below',
    ]);
  });
});
