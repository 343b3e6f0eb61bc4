import { describe, expect, it } from 'vitest';
import { type FalseAlarms, falseAlarmsOf } from '../../bench/measure/false-alarms.js';

const blocks = 400;
const casesInBlock = 50;

describe('a right engine', () => {
  it(`is never blamed in ${blocks * casesInBlock} cases, and almost never left undecided`, async () => {
    const results: FalseAlarms[] = [];
    for (let block = 0; block < blocks; block++) results.push(await falseAlarmsOf(block, casesInBlock));
    expect(results.flatMap(({ blamed }) => blamed)).toEqual([]);
    const sum = (part: (result: FalseAlarms) => number) =>
      results.reduce((total, result) => total + part(result), 0);
    expect(sum(({ cases }) => cases)).toBe(blocks * casesInBlock);
    expect(sum(({ inconclusive }) => inconclusive)).toBeLessThan(0.001 * blocks * casesInBlock);
  }, 900_000);
});
