import { describe, expect, it } from 'vitest';
import { faults, foundOf, views } from '../../bench/measure/views.js';

const sample = [
  'the backward of conv reads a permuted operand in storage order',
  'the backward of multiply reads an expanded operand in storage order',
  'reshape reads a flipped operand in storage order',
  'the backward of softmax reads a permuted cotangent in storage order',
  'of two equal steps, one is forgotten (abs)',
  'leaves that hold the same numbers are one (abs)',
  'a step whose first operand is constant hands nothing on (multiply)',
  'an output that is read further keeps only its cotangent (abs)',
];

describe('within the default of the oracle', () => {
  it.each(sample)('%s: every seed of three catches it', async (name) => {
    const fault = faults.find((each) => each.name === name);
    if (fault === undefined) throw new Error(`no fault is named ${name}`);
    expect(await foundOf([fault], 1, 3)).toEqual([{ name, seeds: 3, found: 3 }]);
  });
});

it('what too few seeds catch is a finding', () => {
  const { findings, summary } = views.section([
    faults.map(({ name }, index) => ({ name, seeds: 100, found: index === 0 ? 94 : 95 })),
  ]);
  expect(findings).toEqual([`${faults[0]?.name}: found by 94 of 100 seeds only`]);
  expect(summary).toEqual({ faults: faults.length, leastFound: 94, seeds: 100 });
});
