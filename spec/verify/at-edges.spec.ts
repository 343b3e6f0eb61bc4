/** Programs of which a step has no derivative, though the whole has one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Implementation } from '../../src/case/implementation.js';
import type { Program } from '../../src/case/program.js';
import { type DType, tensorData } from '../../src/case/tensor-data.js';
import type { Step } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import { edgeCases, space } from '../../src/generate/index.js';
import { checkLaws, fails, formatVerdict, judge, laws, stateOf } from '../../src/verify/index.js';
import { edgeMistakes } from './edge-mistakes.js';

const { NEGATIVE_INFINITY } = Number;

interface Given {
  readonly inputs: readonly (readonly number[])[];
  readonly steps: readonly Step[];
  readonly delta: readonly number[];
  readonly kinks?: Case['kinks'];
}

function caseOf({ inputs, steps, delta, kinks }: Given, shape = [inputs[0]?.length ?? 0]): Case {
  const program: Program = {
    inputs: inputs.map(() => ({ dtype: 'float64', shape })),
    steps,
    outputs: [inputs.length + steps.length - 1],
  };
  return {
    program,
    inputs: inputs.map((data) => tensorData('float64', shape, data)),
    cotangents: [[tensorData('float64', delta.length === 1 ? [] : [delta.length], delta)]],
    mode: 'eager',
    order: 1,
    directions: [],
    ...(kinks && { kinks }),
  };
}

/** Answers with these values and this gradient of the first input; the other inputs get the engine's. */
const answering = (value: readonly number[], gradient: readonly number[]): Implementation => ({
  ...engineImplementation(),
  async run(testCase) {
    const done = await engineImplementation().run(testCase);
    if (done.kind !== 'done') return done;
    const [own, ...others] = done.vjps[0] ?? [];
    return {
      ...done,
      values: done.values.map((each) => ({ ...each, data: value })),
      vjps: own === undefined ? [] : [[{ ...own, data: gradient }, ...others]],
    };
  },
});

async function said(testCase: Case, value: readonly number[], gradient: readonly number[]): Promise<string> {
  const verdicts = await judge(answering(value, gradient), testCase);
  const worst = verdicts.find(({ verdict }) => verdict.kind !== 'agree');
  return worst === undefined ? 'agrees' : `${worst.law.id}: ${formatVerdict(worst.verdict)}`;
}

const where = (condition: readonly number[]): Step => ({ op: 'where', condition, args: [2, 1] });
const unchosenRoot = caseOf({
  inputs: [
    [0, 4],
    [1, 1],
  ],
  steps: [{ op: 'sqrt', args: [0] }, where([0, 1])],
  delta: [2, 3],
});

const squaredNorm = caseOf({
  inputs: [[0, 0]],
  steps: [
    { op: 'multiply', args: [0, 0] },
    { op: 'summation', axes: null, keepdims: false, args: [1] },
    { op: 'sqrt', args: [2] },
    { op: 'multiply', args: [3, 3] },
  ],
  delta: [2],
});

const maskedSoftmax = caseOf({
  inputs: [[1, NEGATIVE_INFINITY, 2]],
  steps: [{ op: 'softmax', axes: [0], args: [0] }],
  delta: [2, 3, 5],
});

describe('where a step has no derivative, and the whole has one', () => {
  it('the side of where that is not chosen has slope 0', async () => {
    expect(await said(unchosenRoot, [1, 2], [0, 0.75])).toBe('agrees');
    expect(await said(unchosenRoot, [1, 2], [Number.NaN, 0.75])).toMatch(
      /^vjp: gradient of input a, for cotangent 0, entry \[0\]: expected 0, got NaN/,
    );
    expect(await said(unchosenRoot, [1, 2], [0, 1.5])).toMatch(/expected 0.75\d*, got 1.5/);
  });

  it('also outside the domain', async () => {
    const [, ...others] = unchosenRoot.inputs;
    const outside = { ...unchosenRoot, inputs: [tensorData('float64', [2], [-1, 4]), ...others] };
    expect(await said(outside, [1, 2], [0, 0.75])).toBe('agrees');
    expect(await said(outside, [1, 2], [Number.NaN, 0.75])).toMatch(/expected 0, got NaN/);
  });

  it('a squared norm has slope 0 at 0', async () => {
    expect(await said(squaredNorm, [0], [0, 0])).toBe('agrees');
    expect(await said(squaredNorm, [0], [Number.NaN, Number.NaN])).toMatch(/expected 0, got NaN/);
    expect(await said(squaredNorm, [0], [0, 1])).toMatch(/entry \[1\]: expected 0, got 1/);
  });

  it('a norm has any slope between both sides', async () => {
    const norm = caseOf({
      inputs: [[0, 0]],
      steps: squaredNorm.program.steps.slice(0, 3),
      delta: [2],
    });
    expect(await said(norm, [0], [0, -1.5])).toBe('agrees');
    expect(await said(norm, [0], [0, 2.5])).toMatch(/expected between -2 and 2, got 2.5/);
  });

  it('an entry of −∞ stays, and so has slope 0', async () => {
    const p = 1 / (1 + Math.E);
    const slope = p * (1 - p) * 3;
    expect(await said(maskedSoftmax, [p, 0, 1 - p], [-slope, 0, slope])).toBe('agrees');
    expect(await said(maskedSoftmax, [p, 0, 1 - p], [-slope, Number.NaN, slope])).toMatch(
      /entry \[1\]: expected 0, got NaN/,
    );
    expect(await said(maskedSoftmax, [p, Number.NaN, 1 - p], [-slope, 0, slope])).toMatch(
      /^value: value of output b, entry \[1\]: expected 0, got NaN/,
    );
  });

  it('an infinite value is compared exactly', async () => {
    const log = caseOf({ inputs: [[0, 1]], steps: [{ op: 'log', args: [0] }], delta: [2, 3] });
    expect(await said(log, [Number.POSITIVE_INFINITY, 0], [1, 1])).toMatch(
      /^value: value of output b, entry \[0\]: expected -Infinity, got Infinity/,
    );
  });

  it('a slope to one side alone is the right one', async () => {
    const power = caseOf({
      inputs: [[0, 4]],
      steps: [{ op: 'power_scalar', scalar: 1.5, args: [0] }],
      delta: [2, 3],
    });
    expect(await said(power, [0, 8], [0, 9])).toBe('agrees');
    expect(await said(power, [0, 8], [1, 9])).toMatch(/entry \[0\]: expected \S+, got 1/);
  });

  it('a convention that is declared for a kink is the only right slope', async () => {
    const given: Given = {
      inputs: [[0, 4]],
      steps: [
        { op: 'multiply', args: [0, 0] },
        { op: 'sqrt', args: [1] },
        { op: 'add', args: [0, 2] },
        { op: 'clip', min: 0, max: 1, args: [3] },
      ],
      delta: [2, 3],
    };
    expect(await said(caseOf(given), [0, 1], [4, 0])).toBe('agrees');
    expect(await said(caseOf({ ...given, kinks: { clip: 0 } }), [0, 1], [4, 0])).toMatch(/expected 0, got 4/);
  });
});

describe('where the whole has no finite slope', () => {
  const root = caseOf({ inputs: [[0, 4]], steps: [{ op: 'sqrt', args: [0] }], delta: [2, 3] });

  it('nothing is asked of that entry, and the case is undecided whatever comes', async () => {
    for (const answer of [Number.POSITIVE_INFINITY, Number.NaN, 0]) {
      const verdicts = await judge(answering([0, 2], [answer, 0.75]), root);
      expect(stateOf(verdicts)).toBe('undecided');
    }
    expect(await said(root, [0, 2], [0, 0.75])).toBe(
      'vjp: cannot be decided: gradient of input a, for cotangent 0, entry [0]: the function has no finite slope there',
    );
  });

  it('the others are still judged', async () => {
    expect(await said(root, [0, 2], [0, 0.5])).toMatch(/entry \[1\]: expected 0.75\d*, got 0.5/);
  });

  it('nothing is asked at NaN, nor where a value overflows', async () => {
    const nan = caseOf({ inputs: [[Number.NaN]], steps: [{ op: 'exp', args: [0] }], delta: [2] }, []);
    expect(await said(nan, [Number.NaN], [Number.NaN])).toBe(
      'value: cannot be decided: input a holds NaN (entry 0); there is no derivative there; an input holds NaN; there is no derivative there',
    );
    const large = caseOf({ inputs: [[1000]], steps: [{ op: 'exp', args: [0] }], delta: [2] }, []);
    expect(await said(large, [Number.POSITIVE_INFINITY], [1])).toMatch(
      /^value: cannot be decided: .*lies outside the range of float64$/,
    );
  });
});

describe('away from edges', () => {
  it('two answers that are NaN do not agree with each other', async () => {
    const exp = caseOf({ inputs: [[1, 2]], steps: [{ op: 'exp', args: [0] }], delta: [2, 3] });
    const [delta] = exp.cotangents;
    const twice = { ...exp, cotangents: [delta, delta] as Case['cotangents'] };
    const nan: Implementation = {
      ...engineImplementation(),
      async run(testCase) {
        const done = await engineImplementation().run(testCase);
        if (done.kind !== 'done') return done;
        const vjps = done.vjps.map((list) =>
          list.map((each) => ({ ...each, data: each.data.map(() => Number.NaN) })),
        );
        return { ...done, vjps };
      },
    };
    const verdicts = await judge(nan, twice);
    const linear = verdicts.find(({ law }) => law.id === 'linear');
    const modes = verdicts.find(({ law }) => law.id === 'modes');
    expect([linear?.verdict.kind, modes?.verdict.kind]).toEqual(['disagree', 'disagree']);
  });
});

describe('drawn cases at edges', () => {
  const sample = (dtype: DType, mode: string) =>
    fc.sample(edgeCases(space({ dtype, mode })), { numRuns: 60, seed: 11 });

  it.each([
    ['float64', 'eager'],
    ['float64', 'lazy'],
    ['float32', 'eager'],
    ['float32', 'lazy'],
  ] as const)('are met by the engine, in %s and mode %s', async (dtype, mode) => {
    for (const testCase of sample(dtype, mode)) {
      const verdicts = await judge(engineImplementation(), testCase);
      expect(verdicts.filter(({ verdict }) => fails(verdict))).toEqual([]);
      expect(stateOf(verdicts)).toBe('holds');
    }
  });

  it.each(Object.entries(edgeMistakes))('show that %s', async (_, wrong) => {
    const asked = laws.filter(({ atEdges }) => atEdges === true);
    const options = { cases: edgeCases(space()), laws: asked, runs: 100, seed: 2, shrinks: 0 };
    const { failure } = await checkLaws(wrong, options);
    expect(failure?.verdict.kind).toBe('disagree');
  });

  it('shrink to a few numbers', async () => {
    const wrong = edgeMistakes['sqrt divides 0 by 0'] as Implementation;
    const { failure } = await checkLaws(wrong, { cases: edgeCases(space()), laws, runs: 100, seed: 2 });
    expect(failure?.testCase.inputs[0]?.data.length).toBeLessThan(3);
  });
});

it('of a hundred edges about five have −∞ among the logits of a softmax', () => {
  const drawn = fc.sample(edgeCases(space()), { numRuns: 400, seed: 1 });
  const masked = drawn.filter(
    ({ program, inputs }) =>
      program.steps.some(({ op }) => op === 'softmax') &&
      inputs.some(({ data }) => data.length > 1 && data.includes(-Infinity)),
  );
  expect(masked.length).toBeGreaterThanOrEqual(16);
});
