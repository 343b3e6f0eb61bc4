import { describe, expect, it } from 'vitest';
import type { KinkedOp } from '../../src/case/kinks.js';
import { kinkRanges, parseKinks } from '../../src/case/kinks.js';
import { engineImplementation } from '../../src/engine/index.js';
import { singleOpCases, space } from '../../src/generate/index.js';
import { checkLaws, laws } from '../../src/verify/index.js';

/** What our engine does on its kinks. */
const ours: Readonly<Record<KinkedOp, number>> = { relu: 0, abs: 0, maximum: 0.5, minimum: 0.5, clip: 1 };
const ops = Object.keys(kinkRanges) as KinkedOp[];

const check = (op: KinkedOp, slope: number | undefined, order: 1 | 2 = 1) =>
  checkLaws(engineImplementation(), {
    cases: singleOpCases(op, space({ order, ...(slope !== undefined && { kinks: { [op]: slope } }) })),
    laws,
    runs: 200,
    seed: 3,
  });

describe('a declared convention for kinks', () => {
  it.each(ops)('passes the engine when it is the engine’s own, for %s', async (op) => {
    expect((await check(op, ours[op])).failure).toBeUndefined();
    expect((await check(op, ours[op], 2)).failure).toBeUndefined();
  });

  it.each(ops)('fails the engine when it is another, for %s', async (op) => {
    const other = ours[op] === 1 ? 0 : 1;
    const { failure } = await check(op, other);
    expect(failure?.verdict.kind).toBe('disagree');
    expect(failure?.testCase.kinks).toEqual({ [op]: other });
  });

  it.each(ops)('is not asked for unless declared, for %s', async (op) => {
    expect((await check(op, undefined)).failure).toBeUndefined();
  });

  it('is read from text', () => {
    expect(parseKinks('relu=0,maximum=0.5')).toEqual({ relu: 0, maximum: 0.5 });
    expect(parseKinks('relu')).toBe('expected op=slope, such as relu=0, got "relu"');
    expect(parseKinks('relu=2')).toBe('the slope declared for relu lies between 0 and 1, got 2');
    expect(parseKinks('exp=1')).toBe(
      'no kink of "exp" can be declared; the ops are relu, abs, maximum, minimum, clip',
    );
  });
});
