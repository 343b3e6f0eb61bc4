/** Entries that tie, as the largest two may: each has a kink, and all of them together have none. */
import { describe, expect, it } from 'vitest';
import { checkGradient } from '../../src/functions/index.js';

type Vector = number[];
const maximum = (x: Vector): Vector => [Math.max(...x)];
const shared =
  (share: (count: number) => number) =>
  (x: Vector, [dy = 0]: Vector): Vector => {
    const isLargest = x.map((entry) => entry === Math.max(...x));
    const part = dy * share(isLargest.filter(Boolean).length);
    return isLargest.map((is) => (is ? part : 0));
  };

const larger = (a: Vector, b: Vector): Vector => a.map((entry, k) => Math.max(entry, b[k] ?? 0));
/** @param ofTie what the second one gets where both are the same */
const ofBoth =
  (ofTie: number) =>
  (a: Vector, b: Vector, dy: Vector): [Vector, Vector] => {
    const parts = a.map((entry, k) => {
      const [other, weight] = [b[k] ?? 0, dy[k] ?? 0];
      return [
        entry >= other ? weight : 0,
        entry < other ? weight : entry === other ? ofTie * weight : 0,
      ] as const;
    });
    return [parts.map(([own]) => own), parts.map(([, own]) => own)];
  };

describe('entries that tie', () => {
  it('share what a maximum sends back: not each the whole, and not nothing', async () => {
    const tied = [[1, 3, 3]];
    const whole = await checkGradient(
      maximum,
      shared(() => 1),
      tied,
    );
    expect(whole.text).toContain(
      'gradients of the entries that tie at 3, added up, for cotangent 0: expected 1, got 2',
    );
    const nothing = shared(() => 0);
    expect((await checkGradient(maximum, nothing, tied)).state).toBe('wrong');
    const equally = shared((count) => 1 / count);
    expect((await checkGradient(maximum, equally, tied)).state).toBe('right');
  });

  it('need not be treated alike', async () => {
    const first = (x: Vector, [dy = 0]: Vector) =>
      x.map((_, k) => (k === x.indexOf(Math.max(...x)) ? dy : 0));
    expect((await checkGradient(maximum, first, [[2, 3, 3, 3]])).state).toBe('right');
  });

  it('may be of two inputs, and so large that the function rounds to either', async () => {
    const tied = [
      [1, 2],
      [1, 5],
    ];
    expect((await checkGradient(larger, ofBoth(1), tied)).state).toBe('wrong');
    expect((await checkGradient(larger, ofBoth(0), tied)).state).toBe('right');
    const added = ([a = 0, b = 0]: Vector): Vector => [
      Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))),
    ];
    const twice = (_: Vector, [dy = 0]: Vector): Vector => [dy, dy];
    expect((await checkGradient(added, twice, [[1e17, 1e17]])).state).toBe('wrong');
  });

  it('are not those that have kinks of their own at the same number', async () => {
    const apart = ([a = 0, b = 0]: Vector): Vector => [Math.abs(a) - Math.abs(b)];
    const uneven = (_: Vector, [dy = 0]: Vector): Vector => [dy, dy];
    expect((await checkGradient(apart, uneven, [[0, 0]])).state).toBe('right');
  });
});
