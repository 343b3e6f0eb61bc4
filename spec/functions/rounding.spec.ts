import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { TensorData } from '../../src/case/tensor-data.js';
import { engineImplementation } from '../../src/engine/index.js';
import { judgeFunction, type Subject } from '../../src/functions/index.js';

const float64 = (shape: TensorData['shape'], data: readonly number[]): TensorData => ({
  dtype: 'float64',
  shape,
  data: [...data],
});

const engine = engineImplementation();

/** The verdict on the law `linear`, of attention as a function that can only be called. */
async function linearityOf(inputs: readonly TensorData[], cotangents: readonly TensorData[]) {
  const attention: Omit<Case, 'inputs' | 'cotangents'> = {
    program: {
      inputs: inputs.map(({ dtype, shape }) => ({ dtype, shape })),
      steps: [{ op: 'attention', causal: false, args: inputs.length === 3 ? [0, 1, 2] : [0, 1, 2, 3] }],
      outputs: [inputs.length],
    },
    mode: 'eager',
    order: 1,
    directions: [],
  };
  const run = async (given: Pick<Case, 'inputs' | 'cotangents'>) => {
    const outcome = await engine.run({ ...attention, ...given });
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
    return outcome;
  };
  const subject: Subject = {
    name: 'attention',
    values: (points) =>
      Promise.all(points.map(async (each) => (await run({ inputs: each, cotangents: [] })).values)),
    vjps: async (each, deltas) => (await run({ inputs: each, cotangents: deltas })).vjps,
  };
  const question = {
    inputs,
    cotangents: cotangents.map((each) => [each]),
    differentiable: inputs.map(() => true),
  };
  const { verdicts } = await judgeFunction(subject, question, { names: [] });
  return verdicts.find(({ law }) => law.id === 'linear')?.verdict.kind;
}

// Where one score is all, the adjoints of the others are what is left of large terms.
describe('a gradient of a small input beside a large one', () => {
  it('is linear up to the rounding of its own terms', async () => {
    const inputs = [
      float64([1, 2, 3], [100, 100, 1000, -7, 1000, -250]),
      float64([1, 4, 3], [3.5, -1.1, 2.5, -0.75, -0.75, 4, 1, 2, 0.5, 1.5, -2.5, 4]),
      float64([1, 4, 4], [2, -0.75, -2.5, 2, 1.5, 0.5, -2.5, 0.7, -1.1, 0.7, -2, 3.5, 1.5, -1.1, 3.5, 0.5]),
      float64([1, 2, 4], [2.5, 0.7, 1.5, -1.1, 1, -0.75, 1.5, 3.5]),
    ];
    const cotangents = [
      float64([1, 2, 4], [0.5, -3, -4, -3, 0.5, 3, -0.75, 2.5]),
      float64([1, 2, 4], [-6, 5, 3, -4, 3, -2, -3, -4]),
    ];
    expect(await linearityOf(inputs, cotangents)).toBe('agree');
  });

  it('is linear up to what is multiplied and taken away again on the way', async () => {
    const inputs = [
      float64([1, 2], [100, 1000]),
      float64([3, 2], [1.5, 1, 2, 1, 3.5, -1]),
      float64([3, 2], [1, 4, 3.5, 0.5, -1.5, 3.5]),
    ];
    const cotangents = [float64([1, 2], [-5, 2.5]), float64([1, 2], [1.5, -2])];
    expect(await linearityOf(inputs, cotangents)).toBe('agree');
  });
});
