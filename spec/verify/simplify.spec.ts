import { expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Done, Implementation } from '../../src/case/implementation.js';
import type { TensorData } from '../../src/case/tensor-data.js';
import { engineImplementation } from '../../src/engine/index.js';
import { fails, judge, laws, simplified } from '../../src/verify/index.js';

const engine = engineImplementation();
const empty: TensorData = { dtype: 'float32', shape: [0], data: [] };
const type = { dtype: 'float32', shape: [0] } as const;

/** Second order, lazy, float32, two cotangents, and nothing in any of them. */
const testCase: Case = {
  program: { inputs: [type], steps: [{ op: 'exp', args: [0] }], outputs: [1] },
  inputs: [empty],
  cotangents: [[empty], [empty]],
  mode: 'lazy',
  order: 2,
  directions: [[empty], [empty]],
};

const wrong = (isWrong: (asked: Case) => boolean): Implementation => ({
  ...engine,
  run: async (asked) => {
    const done = (await engine.run(asked)) as Done;
    const grown = (given: TensorData) => ({ ...given, shape: [...given.shape, 1] });
    return isWrong(asked) ? { ...done, vjps: done.vjps.map((all) => all.map(grown)) } : done;
  },
});

async function simplest(implementation: Implementation): Promise<Case> {
  const broken = (await judge(implementation, testCase)).find(({ verdict }) => fails(verdict));
  if (broken === undefined) throw new Error('nothing is broken');
  return (await simplified(implementation, { ...broken, testCase }, laws)).testCase;
}

it('a failure is shown in float64, eager, with entries, to first order, for one cotangent', async () => {
  const { program, inputs, cotangents, mode, order } = await simplest(wrong(() => true));
  expect({ mode, order, cotangents: cotangents.length }).toEqual({ mode: 'eager', order: 1, cotangents: 1 });
  expect(program.inputs).toEqual([{ dtype: 'float64', shape: [2] }]);
  expect(inputs).toEqual([{ dtype: 'float64', shape: [2], data: [0.5, 0.625] }]);
});

it('what shows in one form alone keeps it', async () => {
  const dtypeOf = ({ inputs }: Case) => inputs[0]?.dtype;
  expect((await simplest(wrong((asked) => dtypeOf(asked) === 'float32'))).inputs[0]?.dtype).toBe('float32');
  expect((await simplest(wrong(({ mode }) => mode === 'lazy'))).mode).toBe('lazy');
  expect((await simplest(wrong(({ order }) => order === 2))).order).toBe(2);
  expect((await simplest(wrong(({ inputs }) => inputs[0]?.data.length === 0))).inputs[0]?.shape).toEqual([0]);
});
