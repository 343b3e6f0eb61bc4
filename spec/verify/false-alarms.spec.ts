import { describe, expect, it } from 'vitest';
import { type FalseAlarms, falseAlarmsOf } from '../../bench/measure/false-alarms.js';

const blocks = 400;
const casesInBlock = 50;

const sum = (results: readonly FalseAlarms[], part: (result: FalseAlarms) => number) =>
  results.reduce((total, result) => total + part(result), 0);

describe('a right engine', () => {
  it(`is never blamed in ${blocks * casesInBlock} cases, and almost never left undecided`, async () => {
    const results: FalseAlarms[] = [];
    for (let block = 0; block < blocks; block++) results.push(await falseAlarmsOf(block, casesInBlock));
    expect(results.flatMap(({ blamed }) => blamed)).toEqual([]);
    expect(sum(results, ({ cases }) => cases)).toBe(blocks * casesInBlock);
    expect(sum(results, ({ inconclusive }) => inconclusive)).toBeLessThan(0.001 * blocks * casesInBlock);
  }, 900_000);

  it('is not blamed in float16 and bfloat16 either, and nearly every case is decided', async () => {
    const results: FalseAlarms[] = [];
    for (let block = 0; block < 93; block++) results.push(await falseAlarmsOf(block, 3, 'half'));
    expect(results.flatMap(({ blamed }) => blamed)).toEqual([]);
    expect(sum(results, ({ cases }) => cases)).toBe(279);
    expect(sum(results, ({ inconclusive }) => inconclusive)).toBeLessThan(3);
  });
});
