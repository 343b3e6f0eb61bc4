/** At a kink any slope between both one-sided slopes is right, whatever these are, and none beyond them. */
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Implementation } from '../../src/case/implementation.js';
import { tensorData } from '../../src/case/tensor-data.js';
import type { Step } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import { judge } from '../../src/verify/index.js';

/** A case of steps on one input, whose last value is the only output. */
const caseOf = (x: readonly number[], delta: readonly number[], ...steps: readonly Step[]): Case => ({
  program: {
    inputs: [{ dtype: 'float64', shape: [x.length] }],
    steps,
    outputs: [steps.length],
  },
  inputs: [tensorData('float64', [x.length], [...x])],
  cotangents: [[tensorData('float64', delta.length === 1 ? [] : [delta.length], [...delta])]],
  mode: 'eager',
  order: 1,
  directions: [],
});

/** Answers as the engine does, but for this gradient. */
const answering = (gradient: readonly number[]): Implementation => ({
  ...engineImplementation(),
  async run(testCase) {
    const done = await engineImplementation().run(testCase);
    if (done.kind !== 'done') return done;
    return { ...done, vjps: done.vjps.map((each) => each.map((own) => ({ ...own, data: gradient }))) };
  },
});

async function verdictOf(testCase: Case, gradient: readonly number[]): Promise<string | undefined> {
  const verdicts = await judge(answering(gradient), testCase);
  return verdicts.find(({ law }) => law.id === 'vjp')?.verdict.kind;
}

describe('hardswish, which is curved between its kinks', () => {
  const kinks = caseOf([-3, 3], [1, 1], { op: 'hardswish', args: [0] });

  it.each([
    [-0.5, 1],
    [0, 1.5],
    [-0.25, 1.25],
  ])('may have the slopes %d at -3 and %d at 3', async (...slopes) => {
    expect(await verdictOf(kinks, slopes)).toBe('agree');
  });

  it.each([
    [0.01, 1],
    [-0.501, 1],
    [0, 0.99],
    [0, 1.501],
  ])('may not have the slopes %d at -3 and %d at 3', async (...slopes) => {
    expect(await verdictOf(kinks, slopes)).toBe('disagree');
  });

  it('may go on along both slopes where another step has no derivative', async () => {
    const root: readonly Step[] = [
      { op: 'sqrt', args: [0] },
      { op: 'where', args: [0, 1], condition: [1, 1] },
      { op: 'add_scalar', args: [2], scalar: 3 },
      { op: 'hardswish', args: [3] },
    ];
    const edge = caseOf([0, 1], [1, 1], ...root);
    expect(await verdictOf(edge, [1, 11 / 6])).toBe('disagree');
    expect(await verdictOf(edge, [1, 1])).toBe('agree');
    expect(await verdictOf(edge, [1.5, 1])).toBe('agree');
    expect(await verdictOf(edge, [1.6, 1])).toBe('disagree');
  });
});

describe('the tip of a cone', () => {
  const norm = caseOf([0, 0], [2], { op: 'norm', args: [0], axes: null, keepdims: false });
  // The mean of these is rounded, so that in doubles they have a spread.
  const std = caseOf([0.7, 0.7, 0.7], [1], {
    op: 'std',
    args: [0],
    axes: [0],
    keepdims: false,
    correction: 1,
  });

  it('of a norm has slopes between -1 and 1, and NaN is none of them', async () => {
    for (const right of [0, 2, -2, Math.SQRT2])
      expect(await verdictOf(norm, [right, 0]), String(right)).toBe('agree');
    for (const wrong of [2.001, -3, Number.NaN])
      expect(await verdictOf(norm, [wrong, 0]), String(wrong)).toBe('disagree');
  });

  it('of a standard deviation has those that it has when one of its entries moves', async () => {
    const steepest = Math.sqrt(1 / 3);
    for (const right of [0, steepest, -steepest])
      expect(await verdictOf(std, [right, 0, 0]), String(right)).toBe('agree');
    for (const wrong of [1.001 * steepest, Number.NaN])
      expect(await verdictOf(std, [wrong, 0, 0]), String(wrong)).toBe('disagree');
  });

  it('is no kink of a square', async () => {
    const square = caseOf(
      [0, 0],
      [2],
      { op: 'norm', args: [0], axes: null, keepdims: false },
      { op: 'multiply', args: [1, 1] },
    );
    expect(await verdictOf(square, [0, 0])).toBe('agree');
    expect(await verdictOf(square, [0.1, 0])).toBe('disagree');
  });

  it('is passed along both slopes where another step has no derivative', async () => {
    const edge = caseOf(
      [0, 0],
      [1],
      { op: 'sqrt', args: [0] },
      { op: 'where', args: [0, 1], condition: [1, 1] },
      { op: 'norm', args: [2], axes: null, keepdims: false },
    );
    for (const right of [0, 1, -1]) expect(await verdictOf(edge, [right, 0])).toBe('agree');
    for (const wrong of [1.1, Number.NaN]) expect(await verdictOf(edge, [wrong, 0])).toBe('disagree');
  });
});
