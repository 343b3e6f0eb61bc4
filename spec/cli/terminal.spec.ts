import { describe, expect, it } from 'vitest';
import { progressLine } from '../../src/cli/progress-bar.js';
import { painter, showsColour } from '../../src/cli/style.js';

describe('the progress bar', () => {
  it('counts, and says how long it takes still', () => {
    expect(progressLine({ done: 0, total: 40, what: 'shape' }, 0)).toBe(
      '[························] 0/40 shape',
    );
    expect(progressLine({ done: 10, total: 40, what: 'shape' }, 1_000)).toBe(
      '[██████··················] 10/40 shape · 3 s left',
    );
    expect(progressLine({ done: 40, total: 40, what: 'shape' }, 4_000)).toBe(
      '[████████████████████████] 40/40 shape · 0 s left',
    );
  });
});

describe('colours', () => {
  it('are for terminals, unless NO_COLOR is set', () => {
    expect(showsColour({ isTTY: true }, {})).toBe(true);
    expect(showsColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(showsColour({ isTTY: true }, { NO_COLOR: '' })).toBe(true);
    expect(showsColour({ isTTY: false }, {})).toBe(false);
  });

  it('leave text alone where there are none', () => {
    expect(painter(false)('red', 'text')).toBe('text');
    expect(painter(true)('red', 'text')).toBe('\u001b[31mtext\u001b[0m');
  });
});
