import { describe, expect, it } from 'vitest';
import type { TensorData } from '../../src/case/tensor-data.js';
import { opNames } from '../../src/case/vocabulary.js';
import { space } from '../../src/generate/index.js';
import { opSamples, programSamples } from './samples.js';

const drawn = space({ order: 2 });
const cases = [...opNames.flatMap((op) => opSamples(op, drawn, 60)), ...programSamples(drawn, 300)];

describe.each(['cotangents', 'directions'] as const)('%s', (kind) => {
  const tensors: TensorData[] = cases.flatMap((testCase) => testCase[kind].flat());
  const full = tensors.filter(({ data }) => data.length > 0);

  it('are short decimals of many magnitudes, never 0, 1 or -1', () => {
    for (const value of full.flatMap(({ data }) => data)) {
      expect(String(value)).toHaveLength(String(Number(value.toPrecision(4))).length);
      expect(Math.abs(value) === 1 || value === 0).toBe(false);
    }
    const sizes = full.flatMap(({ data }) => data.map(Math.abs));
    expect(sizes.filter((size) => size > 100).length / sizes.length).toBeGreaterThan(0.015);
    expect(sizes.filter((size) => size < 1e-3).length / sizes.length).toBeGreaterThan(0.0075);
    expect(new Set(sizes).size).toBeGreaterThan(1000);
  });

  it('are never constant where there is more than one entry', () => {
    const several = full.filter(({ data }) => data.length > 1);
    expect(several.filter(({ data }) => new Set(data).size === 1)).toEqual([]);
  });

  it('are of both signs', () => {
    const negative = full.flatMap(({ data }) => data).filter((value) => value < 0).length;
    const all = full.reduce((count, { data }) => count + data.length, 0);
    expect(negative / all).toBeGreaterThan(0.4);
    expect(negative / all).toBeLessThan(0.6);
  });
});
