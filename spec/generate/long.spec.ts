import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Implementation } from '../../src/case/implementation.js';
import { sizeOf } from '../../src/case/shape.js';
import { type OpName, opNames } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import { type Long, mayBeLong, singleOpCases, space } from '../../src/generate/index.js';
import { fails, judge, laws } from '../../src/verify/index.js';

const longOps = opNames.filter(mayBeLong);
const drawn = (op: OpName, long: Long, count: number, seed = 5): Case[] =>
  fc.sample(singleOpCases(op, space({ long })), { numRuns: count, seed });
const longestAxis = ({ program }: Case): number =>
  Math.max(0, ...program.inputs.flatMap(({ shape }) => shape));
const first = laws.filter(({ id }) => ['value', 'form', 'vjp', 'dot'].includes(id));

describe('a long axis', () => {
  it.each(longOps)('of %s is often past 1,024 entries and never a multiple of 8', (op) => {
    const longest = drawn(op, 'axis', 30)
      .map(longestAxis)
      .filter((size) => size > 8);
    expect(longest.filter((size) => size > 1024).length).toBeGreaterThanOrEqual(5);
    expect(longest.filter((size) => size < 300).length).toBeGreaterThanOrEqual(3);
    // rope takes an even one, and sliding windows add rows.
    if (op !== 'rope' && !op.includes('conv') && !op.includes('pool'))
      expect(longest.filter((size) => size % 8 === 0)).toEqual([]);
  });

  it.each(['add', 'relu', 'summation', 'permute', 'pad', 'slice', 'softmax', 'attention'] as const)(
    'may be one of six, in %s',
    (op) => {
      const ranks = drawn(op, 'axis', 40).flatMap(({ program }) =>
        program.inputs.map((each) => each.shape.length),
      );
      expect(ranks).toContain(6);
    },
  );

  it.each([
    ['add', 12],
    ['matmul', 18],
  ] as const)('of %s never meets an empty operand, beside which it has no slope', (op, seed) => {
    const read = drawn(op, 'axis', 12, seed).flatMap(({ program: { inputs, steps } }) =>
      steps.flatMap(({ args }) => args.flatMap((id) => inputs[id]?.shape ?? [])),
    );
    expect(read).not.toContain(0);
  });

  it('shrinks to the smallest that shows the mistake, with entries that stay as they are', () => {
    const property = fc.property(
      singleOpCases('softmax', space({ long: 'axis' })),
      (each) => longestAxis(each) <= 64,
    );
    const [found] = fc.check(property, { seed: 2, numRuns: 50 }).counterexample ?? [];
    expect(found && longestAxis(found)).toBe(65);
  });

  it.each(longOps)('of an array of %s leaves room for all of its gradients in one message', (op) => {
    const entries = drawn(op, 'array', 1).flatMap(({ program }) =>
      program.inputs.map(({ shape }) => sizeOf(shape)),
    );
    expect(Math.max(...entries)).toBeLessThanOrEqual(2 ** 17 + 2 ** 11);
    expect(Math.max(...entries)).toBeGreaterThan(2 ** 16);
  });

  it.each(['conv', 'conv_general', 'conv_transpose', 'avg_pool', 'max_pool'] as const)(
    'of %s has a slope in its tail: windows come to its last entries',
    async (op) => {
      for (const seed of [1, 3, 5, 9]) {
        const [testCase] = drawn(op, 'array', 1, seed) as [Case];
        const outcome = await engineImplementation().run({ ...testCase, order: 1, directions: [] });
        const gradients = outcome.kind === 'done' ? (outcome.vjps[0] ?? []) : [];
        const [long] = gradients.filter(({ data }) => data.length > 65_536);
        expect(long?.data.slice(-7).some((slope) => slope !== 0)).toBe(true);
      }
    },
  );

  it('holds numbers of which no two are alike', () => {
    const [testCase] = drawn('max', 'array', 1) as [Case];
    const data = testCase.inputs.flatMap((input) => input.data);
    expect(data.length).toBeGreaterThan(65_536);
    expect(new Set(data).size).toBe(data.length);
  });

  it.each(['max', 'min'] as const)('of %s often has its extreme near the end, beside a near tie', (op) => {
    const ends = drawn(op, 'axis', 30).filter(({ inputs: [x] }) => {
      const data = x?.data ?? [];
      const sorted = [...data].sort((a, b) => (op === 'max' ? b - a : a - b));
      return sorted[0] === data.slice(-2).find((entry) => entry === sorted[0]);
    });
    expect(ends.length).toBeGreaterThanOrEqual(15);
  });

  it.each(['layer_norm', 'affine_batch_norm', 'var'] as const)(
    'of %s often lies so far from zero that a variance in one pass cancels',
    (op) => {
      const far = drawn(op, 'axis', 30).filter(({ inputs: [x] }) => Math.min(...(x?.data ?? [])) > 4000);
      expect(far.length).toBeGreaterThanOrEqual(10);
    },
  );

  it('that is one run past 65,536 entries is full of ties if asked to', () => {
    const [ofMax, ofRun] = [drawn('max', 'ties', 1), drawn('max', 'run', 1)] as [[Case], [Case]];
    const [tied, apart] = [ofMax, ofRun].map(([{ inputs }]) => new Set(inputs[0]?.data).size);
    expect(tied).toBe(1);
    expect(apart).toBeGreaterThan(65_536);
  });

  it.each([
    'softmax',
    'matmul',
    'conv',
    'sort',
    'mse_loss',
    'layer_norm',
    'attention',
    'max',
    'relu',
    'maximum',
  ] as const)('of %s is judged right on the engine, with nothing left undecided', async (op) => {
    for (const testCase of drawn(op, 'axis', 3)) {
      const verdicts = await judge(engineImplementation(), testCase);
      expect(verdicts.filter(({ verdict }) => verdict.kind !== 'agree')).toEqual([]);
    }
  });
});

/** Right, but for the entries of each gradient after the last whole block. */
const losingTails = (block: number): Implementation => {
  const right = engineImplementation();
  return {
    ...right,
    async run(testCase) {
      const outcome = await right.run(testCase);
      if (outcome.kind !== 'done') return outcome;
      const cut = (size: number) => (size > block ? size - (size % block) : size);
      const vjps = outcome.vjps.map((gradients) =>
        gradients.map((each) => ({
          ...each,
          data: each.data.map((entry, k) => (k < cut(sizeOf(each.shape)) ? entry : 0)),
        })),
      );
      return { ...outcome, vjps };
    },
  };
};

const breaks = async (implementation: Implementation, cases: readonly Case[]): Promise<boolean> => {
  for (const testCase of cases) {
    const verdicts = await judge(implementation, testCase, first);
    if (verdicts.some(({ verdict }) => fails(verdict))) return true;
  }
  return false;
};

describe('a gradient without what follows the last block', () => {
  it.each([8, 16, 32, 64, 128, 256, 1024])('of %i entries is caught by ten long axes', async (block) => {
    expect(await breaks(losingTails(block), drawn('summation', 'axis', 10))).toBe(true);
    expect(await breaks(losingTails(block), drawn('relu', 'axis', 10))).toBe(true);
  });

  it.each(['add', 'summation', 'softmax'] as const)(
    'of 65,536 entries is caught by one long array of %s',
    async (op) => {
      expect(await breaks(losingTails(65_536), drawn(op, 'array', 1))).toBe(true);
      expect(await breaks(engineImplementation(), drawn(op, 'array', 1))).toBe(false);
    },
  );
});
