import { describe, expect, it } from 'vitest';
import { progressLine } from '../../src/cli/progress-bar.js';
import { painter, showsColour } from '../../src/cli/style.js';
import { type Exercise, findExercise } from '../../src/grader/exercises.js';
import { type Progress, ProgressCounter } from '../../src/grader/progress.js';

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

describe('the name next to the bar', () => {
  it('stays in its line, and turns and colours nothing', () => {
    const line = progressLine({ done: 0, total: 40, what: 'a\u001b[2J\u001b[31m\n::error::\u202eb' }, 0);
    expect(line).toMatch(/^\[·{24}\] 0\/40 a/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
    expect(line).not.toMatch(/[\u001b\n\u202e]/);
  });
});

describe('the count behind the bar', () => {
  it('grows with cases that are asked again, so that no more is done than there is to do', () => {
    const seen: Progress[] = [];
    const counter = new ProgressCounter([findExercise('realize') as Exercise], 10, (each) => seen.push(each));
    for (let run = 0; run < 65; run++) counter.run(findExercise('realize') as Exercise);
    expect(seen.every(({ done, total }) => done <= total)).toBe(true);
    expect(seen.at(-1)).toEqual({ done: 65, total: 65, what: 'realize' });
  });

  it('never stops the work that it counts', () => {
    expect(progressLine({ done: 50, total: 40, what: 'shape' }, 1_000)).toBe(
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
