/** The matchers and the checks that throw, as a test suite of somebody else would use them. */
import { test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { engineImplementation } from '../../src/engine/index.js';
import { singleOpCases, space } from '../../src/generate/index.js';
import { misconceptions, plant } from '../../src/misconceptions/index.js';
import { assertAgreesOn, assertGradient, WrongGradient } from '../../src/testing/assert.js';
import '../../src/testing/vitest.js';
import { fails, judge } from '../../src/verify/index.js';

const cube = (x: number) => x ** 3;
const slope = (x: number) => 3 * x * x;
const wrong = (x: number) => 2 * x * x;

const planted = misconceptions.find(({ name }) => name === 'matmul-does-not-transpose');
const engine = engineImplementation();

/** What a promise was rejected with. */
const thrownBy = (promise: Promise<unknown>): Promise<WrongGradient> =>
  promise.then(
    () => expect.unreachable('it was accepted'),
    (error: unknown) => error as WrongGradient,
  );

describe('expect(f).toHaveGradient', () => {
  it('accepts a right gradient', async () => {
    await expect(cube).toHaveGradient(slope, [2]);
    await expect(cube).toHaveGradient(slope, [{ shape: [], domain: 'positive' }]);
    await expect(cube).not.toHaveGradient(wrong, [2]);
  });

  it('shows the report, what was expected, and what came', async () => {
    const thrown = await thrownBy(expect(cube).toHaveGradient(wrong, [2]));
    expect(thrown.message).toContain(
      'The gradient of cube is wrong. This law is broken: the vjp equals JᵀΔ.',
    );
    expect(thrown).toMatchObject({ expected: 12, actual: 8 });
  });

  it('prints how to run the case again', async () => {
    const { message } = await thrownBy(expect(cube).toHaveGradient(wrong, [{ shape: [] }]));
    const [, path = ''] = /\{ seed: 1, path: '([\d:]+)' \}/.exec(message) ?? [];
    const again = await thrownBy(expect(cube).toHaveGradient(wrong, [{ shape: [] }], { seed: 1, path }));
    expect(again.message).toContain('passing cases. To run this one again');
    expect(again.message.split('\n\n')[1]).toBe(message.split('\n\n')[1]);
  });
});

describe('expect(implementation).toAgreeOn', () => {
  it('accepts one that agrees with the reference', async () => {
    await expect(engine).toAgreeOn('matmul', { runs: 20 });
  });

  it('shows the smallest case on which one does not, and how to run it again', async () => {
    if (planted === undefined) expect.unreachable('there is no such misconception');
    const thrown = await thrownBy(expect(plant(planted)).toAgreeOn('matmul'));
    expect(thrown.message).toMatch(/^Law broken: /);
    expect(thrown.message).toMatch(/replay: \{ seed: 1, path: '[\d:]+' \}$/);
  });

  it('says so if there is no verdict at all', async () => {
    const without = { ...engine, run: () => ({ kind: 'unsupported', why: 'no matmul' }) as const };
    const { message } = await thrownBy(expect(without).toAgreeOn('matmul', { runs: 5 }));
    expect(message).toBe('No law said anything of matmul: does backproof engine have it?');
  });
});

describe('without Vitest', () => {
  it('assertGradient and assertAgreesOn throw errors that test runners show well', async () => {
    await assertGradient(cube, slope, [2]);
    const thrown = await thrownBy(assertGradient(cube, wrong, [2]));
    expect(thrown).toBeInstanceOf(WrongGradient);
    expect(thrown).toMatchObject({ name: 'WrongGradient', expected: 12, actual: 8 });
    await assertAgreesOn(engine, 'exp', { runs: 10 });
  });
});

describe('with @fast-check/vitest', () => {
  test.prop([singleOpCases('exp', space())], { numRuns: 10 })('cases are arbitraries', async (testCase) => {
    const verdicts = await judge(engine, testCase);
    expect(verdicts.filter(({ verdict }) => fails(verdict))).toEqual([]);
  });
});
