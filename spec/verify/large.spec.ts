import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { type DType, type TensorData, tensorData } from '../../src/case/tensor-data.js';
import { engineImplementation } from '../../src/engine/index.js';
import { type Misconception, misconceptions, plant } from '../../src/misconceptions/index.js';
import { judge } from '../../src/verify/index.js';

const filled = (dtype: DType, size: number, salt: number): TensorData =>
  tensorData(
    dtype,
    [size, size],
    Array.from({ length: size * size }, (_, at) => Math.sin(12.9898 * (at + 1) + 78.233 * salt)),
  );

const named = (name: string) =>
  misconceptions.find((misconception) => misconception.name === name) as Misconception;

/** One matmul of two square matrices: at 160 its Jacobians would hold 8 million slopes. */
const matmulOf = (size: number, dtype: DType): Case => ({
  program: {
    inputs: [
      { dtype, shape: [size, size] },
      { dtype, shape: [size, size] },
    ],
    steps: [{ op: 'matmul', args: [0, 1] }],
    outputs: [2],
  },
  inputs: [filled(dtype, size, 1), filled(dtype, size, 2)],
  cotangents: [[filled(dtype, size, 3)]],
  mode: 'eager',
  order: 1,
  directions: [],
});

describe('a program too large for Jacobians', () => {
  it.each(['float64', 'float32'] as const)(
    'is judged along directions, and passes when right, in %s',
    async (dtype) => {
      const verdicts = await judge(engineImplementation(), matmulOf(160, dtype));
      const kinds = verdicts.map(({ law, verdict }) => [law.id, verdict.kind]);
      expect(kinds).toContainEqual(['dot', 'agree']);
      expect(kinds.map(([id]) => id)).not.toContain('vjp');
      expect(kinds.filter(([, kind]) => kind !== 'agree')).toEqual([]);
    },
  );

  it.each(['float64', 'float32'] as const)('fails when a factor is not transposed, in %s', async (dtype) => {
    const wrong = plant(named('matmul-does-not-transpose'));
    const verdicts = await judge(wrong, matmulOf(160, dtype));
    expect(verdicts.find(({ verdict }) => verdict.kind === 'disagree')?.law.id).toBe('dot');
  });
});
