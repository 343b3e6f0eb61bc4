/** Arrays that do not lie row by row in memory, for adapters that can build them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Implementation } from '../../src/case/implementation.js';
import { parseTensor } from '../../src/case/parse.js';
import { indexOf, stridesOf } from '../../src/case/shape.js';
import type { TensorData } from '../../src/case/tensor-data.js';
import { engineImplementation } from '../../src/engine/index.js';
import { casesOf } from '../../src/oracle/rows.js';
import { explainCase, fails, judge } from '../../src/verify/index.js';

const able = { ...engineImplementation(), batchBroadcasts: true, limits: [] };
const drawn = (op: string, layouts: boolean): Case[] => {
  const cases = casesOf(op, able, { dtype: 'float64', mode: 'eager', layouts });
  return fc.sample(cases as fc.Arbitrary<Case>, { numRuns: 100, seed: 7 });
};
const tensorsOf = ({ inputs, cotangents }: Case): TensorData[] => [...inputs, ...cotangents.flat()];
const isLaidOut = ({ shape, strides }: TensorData): boolean =>
  strides?.some((stride, axis) => stride !== stridesOf(shape)[axis]) ?? false;

it('are inputs and cotangents of a third of the cases', () => {
  const found = drawn('matmul', true).filter((each) => tensorsOf(each).some(isLaidOut));
  expect(found.length).toBeGreaterThan(25);
  expect(found.some(({ inputs }) => inputs.some(isLaidOut))).toBe(true);
  expect(found.some(({ cotangents }) => cotangents.flat().some(isLaidOut))).toBe(true);
});

it('are sent to no adapter that does not ask for them', () => {
  expect(
    drawn('matmul', false)
      .flatMap(tensorsOf)
      .filter(({ strides }) => strides),
  ).toEqual([]);
});

it('have strides of which no two entries share a place', () => {
  const problems = drawn('conv', true)
    .flatMap(tensorsOf)
    .map((tensor) => parseTensor(JSON.parse(JSON.stringify(tensor))))
    .filter(({ ok }) => !ok);
  expect(problems).toEqual([]);
});

it.each([
  [[1], 'expected one stride per axis of shape (2, 3), got 1'],
  [[1, 1], 'with strides 1, 1 two entries share a place in memory'],
  [[2, 1], 'with strides 2, 1 two entries share a place in memory'],
  [[0, 1], 'expected an integer ≥ 1, got 0'],
  [[2 ** 24, 1], 'expected an array of at most 16777216 entries in memory'],
])('with strides %j of a (2, 3) array are refused', (strides, sentence) => {
  const parsed = parseTensor({ dtype: 'float64', shape: [2, 3], data: [1, 2, 3, 4, 5, 6], strides });
  expect(parsed.ok ? [] : parsed.problems.map(({ message }) => message)).toContain(sentence);
});

/** Right, but for a kernel that reads its input, or its cotangent, as if it lay row by row. */
const ignoringStrides: Implementation = {
  ...engineImplementation(),
  async run(testCase) {
    const outcome = await engineImplementation().run({
      ...testCase,
      cotangents: testCase.cotangents.map((list) => list.map(inStorageOrder)),
    });
    if (outcome.kind !== 'done') return outcome;
    return { ...outcome, echo: tensorsOf(testCase) };
  },
};

/** The entries as they lie in memory. */
function inStorageOrder(tensor: TensorData): TensorData {
  const { shape, strides, data } = tensor;
  if (strides === undefined) return tensor;
  const place = (entry: number) =>
    indexOf(entry, shape).reduce((sum, index, axis) => sum + index * (strides[axis] ?? 0), 0);
  const order = data.map((_, entry) => entry).sort((a, b) => place(a) - place(b));
  return { ...tensor, data: order.map((entry) => data[entry] as number) };
}

it('catch a kernel that reads its cotangent in storage order, and say how that lay', async () => {
  for (const testCase of drawn('exp', true)) {
    const verdicts = await judge(ignoringStrides, testCase);
    if (!verdicts.some(({ verdict }) => fails(verdict))) continue;
    expect(explainCase(testCase)).toMatch(/^Δ\d? = .*, with strides \(\d+(, \d+)*\)$/m);
    return;
  }
  expect.unreachable('no case of a hundred caught it');
});
