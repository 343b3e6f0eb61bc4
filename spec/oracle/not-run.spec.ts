import { describe, expect, it } from 'vitest';
import { tensorData } from '../../src/case/tensor-data.js';
import { allReasons, notRunLines, Reasons } from '../../src/oracle/not-run.js';
import { noCounts } from '../../src/oracle/report.js';
import { cellOf, legend } from '../../src/oracle/reports/matrix.js';

const input = tensorData('float64', [2, 3], [1, 2, 3, 4, 5, 6]);
const sumsRows = {
  program: {
    inputs: [{ dtype: 'float64' as const, shape: [2, 3] }],
    steps: [{ op: 'summation' as const, args: [0] as const, axes: [1], keepdims: true }],
    outputs: [1],
  },
  inputs: [input],
  cotangents: [[tensorData('float64', [2, 1], [1, 2])]],
  mode: 'eager',
  order: 2 as const,
  directions: [],
};
const unsupported = (...whys: readonly string[]) =>
  whys.map((why) => ({ verdict: { kind: 'unsupported' as const, why } }));

describe('cases that were not run', () => {
  it.each([
    ['there is no keepdims', 'attribute'],
    ['sums along one axis alone', 'attribute'],
    ['there is no torch.jit for it', 'mode'],
    ['not in float64', 'dtype'],
    ['there is no summation', 'op'],
    ['no second order', 'order'],
    ['the adapter takes no case that shows "empty"', 'limit'],
    ['it is Monday', 'other'],
  ])('of which the adapter says "%s" lack: %s', (why, lacks) => {
    const reasons = new Reasons();
    reasons.note('summation', unsupported(why), sumsRows, ['eager', 'torch.jit']);
    expect(reasons.list).toEqual([{ row: 'summation', lacks, why, cases: 1 }]);
  });

  it('are counted once for each reason, whatever numbers it names, and added up over rows and shards', () => {
    const [one, other] = [new Reasons(), new Reasons()];
    one.note('add', unsupported('no rank 3', 'no rank 3'));
    one.note('add', unsupported('no rank 4'));
    other.note('exp', unsupported('no rank 5'));
    const all = allReasons([one.list, undefined, other.list]);
    expect(notRunLines(all)).toEqual(['3 cases, other: no rank 3 (add 2, exp 1)']);
  });

  it('keep few reasons, if each case has its own', () => {
    const reasons = new Reasons();
    for (let n = 0; n < 50; n++) reasons.note('add', unsupported('x'.repeat(n + 1)));
    expect(reasons.list).toHaveLength(21);
    expect(reasons.list.at(-1)).toMatchObject({ why: 'further reasons', cases: 30 });
  });
});

describe('a cell of the matrix', () => {
  it('says of how many cases some break the law, and how many are undecided', () => {
    expect(cellOf({ ...noCounts, agree: 100 })).toBe('✓ 100');
    expect(cellOf({ ...noCounts, agree: 57, disagree: 40, crashed: 1, timeout: 1, inconclusive: 1 })).toBe(
      '✗ 42/100 ? 1',
    );
    expect(cellOf({ ...noCounts, agree: 97, inconclusive: 3 })).toBe('✓ 97 ? 3');
    expect(cellOf({ ...noCounts, inconclusive: 3 })).toBe('? 3');
    expect(cellOf({ ...noCounts, unsupported: 3 })).toBe('– not run');
  });

  it('has its marks explained where they stand', () => {
    const of = (summary: object) => legend({ summary: { ...noCounts, ...summary } } as never);
    expect(of({ agree: 1 })).toBe('');
    expect(of({ crashed: 1, inconclusive: 1 })).toBe(
      '✗ m/n: m of n cases break the law. ? k: on k cases the reference cannot tell.',
    );
  });
});
