import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { TensorData } from '../../src/case/tensor-data.js';
import { engineImplementation } from '../../src/engine/index.js';
import { judgeFunction, type Subject } from '../../src/functions/index.js';

const float64 = (shape: readonly number[], data: readonly number[]): TensorData => ({
  dtype: 'float64',
  shape,
  data: [...data],
});

describe('rounding beside one large input', () => {
  const inputs = [
    float64([1, 2, 3], [100, 100, 1000, -7, 1000, -250]),
    float64([1, 4, 3], [3.5, -1.1, 2.5, -0.75, -0.75, 4, 1, 2, 0.5, 1.5, -2.5, 4]),
    float64([1, 4, 4], [2, -0.75, -2.5, 2, 1.5, 0.5, -2.5, 0.7, -1.1, 0.7, -2, 3.5, 1.5, -1.1, 3.5, 0.5]),
    float64([1, 2, 4], [2.5, 0.7, 1.5, -1.1, 1, -0.75, 1.5, 3.5]),
  ];
  const cotangents = [
    [float64([1, 2, 4], [0.5, -3, -4, -3, 0.5, 3, -0.75, 2.5])],
    [float64([1, 2, 4], [-6, 5, 3, -4, 3, -2, -3, -4])],
  ];
  const attention: Omit<Case, 'inputs' | 'cotangents'> = {
    program: {
      inputs: inputs.map(({ dtype, shape }) => ({ dtype, shape })),
      steps: [{ op: 'attention', causal: false, args: [0, 1, 2, 3] }],
      outputs: [4],
    },
    mode: 'eager',
    order: 1,
    directions: [],
  };
  const engine = engineImplementation();
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

  it('is no reason to call a gradient not linear: where one score is all, the others are what is left of large terms', async () => {
    const question = { inputs, cotangents, differentiable: inputs.map(() => true) };
    const { verdicts } = await judgeFunction(subject, question, { names: [] });
    const linear = verdicts.find(({ law }) => law.id === 'linear');
    expect(linear?.verdict.kind).toBe('agree');
  });
});
