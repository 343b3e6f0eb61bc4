import { expect, it } from 'vitest';
import { at, entry } from '../../src/case/at.js';
import { InternalError } from '../../src/case/internal-error.js';

it('what is there is read from lists, arrays of numbers, maps and records', () => {
  expect(at(['a', 'b'], 1)).toBe('b');
  expect(at(Float64Array.of(0, Number.NaN), 1)).toBeNaN();
  expect(at([0, null], 1)).toBeNull();
  expect(entry(new Map([[2, 0]]), 2)).toBe(0);
  expect(entry({ a: false }, 'a')).toBe(false);
});

it.each([
  [() => at([1, 2], 2), 'entry 2 was asked of a list of 2'],
  [() => at([1, 2], -1), 'entry -1 was asked of a list of 2'],
  [() => at(new Float64Array(0), 0), 'entry 0 was asked of a list of 0'],
  [() => at([1, 2], Number.NaN), 'entry NaN was asked of a list of 2'],
  [() => entry(new Map([['a', 1]]), 'b'), 'there is no entry under b'],
  [() => entry<string, number>({ a: 1 }, 'b'), 'there is no entry under b'],
])('what is not there is an error of ours that says what was asked: %s', (read, sentence) => {
  expect(read).toThrow(InternalError);
  expect(read).toThrow(sentence);
});
