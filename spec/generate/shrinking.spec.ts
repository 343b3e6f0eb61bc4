import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { caseId } from '../../src/case/case-id.js';
import type { OpName } from '../../src/case/vocabulary.js';
import { type Bias, biasesOf, programCases, singleOpCases, space } from '../../src/generate/index.js';
import { inputEntries } from './samples.js';

const seeds = [1, 2, 3, 4, 5];

/** The counterexample that fast-check ends with when cases that are `wrong` fail. */
function shrunk(cases: fc.Arbitrary<Case>, wrong: (testCase: Case) => boolean, seed: number, path?: string) {
  const details = fc.check(
    fc.property(cases, (testCase) => !wrong(testCase)),
    { seed, numRuns: 2000, ...(path === undefined ? {} : { path, endOnFailure: true }) },
  );
  const [found] = details.counterexample ?? [];
  if (found === undefined) throw new Error(`no case was wrong for seed ${seed}`);
  return { found, path: details.counterexamplePath as string };
}

const shows =
  (...biases: readonly Bias[]) =>
  (testCase: Case) => {
    const found = biasesOf(testCase);
    return biases.every((bias) => found.has(bias));
  };

describe('a failing program shrinks', () => {
  it.each(seeds)('to its guilty step alone, on single entries (seed %d)', (seed) => {
    const guilty = ({ program }: Case) => program.steps.some((step) => step.op === 'multiply');
    const { found } = shrunk(programCases(space()), guilty, seed);
    expect(found.program.steps.map((step) => step.op)).toEqual(['multiply']);
    expect(Math.max(...found.inputs.map(({ data }) => data.length))).toBe(1);
  });

  it.each(seeds)('to few steps on few entries, where a diamond is needed (seed %d)', (seed) => {
    const { found } = shrunk(programCases(space()), shows('diamond'), seed);
    expect(found.program.steps.length).toBeLessThanOrEqual(3);
    expect(inputEntries(found)).toBeLessThanOrEqual(3);
  });
});

/** An op, what its failure needs, and how many input entries the shrunk case may have. */
const needs: readonly (readonly [OpName, readonly Bias[], number])[] = [
  ['exp', [], 1],
  ['tanh', ['negative-values'], 2],
  ['relu', ['kink'], 2],
  ['maximum', ['kink'], 3],
  ['add', ['stretched-axis'], 3],
  ['add', ['mutual-broadcast'], 4],
  ['matmul', ['batch-broadcast'], 4],
  ['broadcast_to', ['stretched-axis'], 1],
  ['summation', ['unordered-axes', 'distinct-dimensions'], 6],
  ['permute', ['cyclic-permutation', 'distinct-dimensions'], 6],
  ['logsumexp', ['large-values'], 2],
];

describe('a failing case of one op shrinks', () => {
  it.each(needs)('%s that needs %s, to at most %d entries', (op, biases, most) => {
    for (const seed of seeds) {
      const { found } = shrunk(singleOpCases(op, space()), shows(...biases), seed);
      expect(inputEntries(found)).toBeLessThanOrEqual(most);
    }
  });

  it('to small numbers that differ, not to zeros', () => {
    const { found } = shrunk(
      singleOpCases('add', space()),
      ({ inputs }) => (inputs[1]?.data.length ?? 0) > 1,
      1,
    );
    expect(found.inputs.map(({ data }) => data)).toEqual([[2], [3, -1.5]]);
    expect(found.cotangents.map(([only]) => only?.data)).toEqual([
      [2, -3],
      [-3, 5],
    ]);
  });
});

describe('a seed and a path', () => {
  it.each(seeds)('give the shrunk case again (seed %d)', (seed) => {
    for (const cases of [programCases(space({ order: 2 })), singleOpCases('matmul', space())]) {
      const wrong = shows('size-1-axis', 'negative-values');
      const first = shrunk(cases, wrong, seed);
      const again = shrunk(cases, wrong, seed, first.path);
      expect(caseId(again.found)).toBe(caseId(first.found));
    }
  });

  it('give the same cases in the same order', () => {
    const ids = () => fc.sample(programCases(space()), { seed: 3, numRuns: 50 }).map(caseId);
    expect(ids()).toEqual(ids());
  });
});
