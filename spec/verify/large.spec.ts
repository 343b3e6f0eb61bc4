import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Implementation } from '../../src/case/implementation.js';
import { outputTypes, type Program } from '../../src/case/program.js';
import { type Shape, sizeOf } from '../../src/case/shape.js';
import { type DType, type TensorData, type TensorType, tensorData } from '../../src/case/tensor-data.js';
import type { Step } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import { type Misconception, misconceptions, plant } from '../../src/misconceptions/index.js';
import { judge } from '../../src/verify/index.js';

const filled = (dtype: DType, shape: Shape, salt: number): TensorData =>
  tensorData(
    dtype,
    shape,
    Array.from({ length: sizeOf(shape) }, (_, at) => Math.sin(12.9898 * (at + 1) + 78.233 * salt)),
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
  inputs: [filled(dtype, [size, size], 1), filled(dtype, [size, size], 2)],
  cotangents: [[filled(dtype, [size, size], 3)]],
  mode: 'eager',
  order: 1,
  directions: [],
});

/** One step on one array along an axis of this length. */
const alongAxis = (step: Step, length: number, dtype: DType, entry = Math.sin): Case => {
  const program: Program = { inputs: [{ dtype, shape: [length] }], steps: [step], outputs: [1] };
  const [output] = outputTypes(program) as [TensorType];
  return {
    program,
    inputs: [
      tensorData(
        dtype,
        [length],
        Array.from({ length }, (_, at) => entry(at)),
      ),
    ],
    cotangents: [[filled(dtype, output.shape, 3)]],
    mode: 'eager',
    order: 1,
    directions: [],
  };
};

const mean: Step = { op: 'mean', axes: [0], keepdims: false, args: [0] };
const max: Step = { op: 'max', axes: [0], keepdims: false, args: [0] };

/** The engine, except that gradients have zeros where an axis does not fill a block. */
function losesTail(block: number): Implementation {
  const engine = engineImplementation();
  const cut = (gradient: TensorData): TensorData => ({
    ...gradient,
    data: gradient.data.map((entry, at) =>
      at < gradient.data.length - (gradient.data.length % block) ? entry : 0,
    ),
  });
  return {
    ...engine,
    async run(testCase) {
      const outcome = await engine.run(testCase);
      return outcome.kind === 'done'
        ? { ...outcome, vjps: outcome.vjps.map((each) => each.map(cut)) }
        : outcome;
    },
  };
}

const kindsOf = async (implementation: Implementation, testCase: Case) =>
  (await judge(implementation, testCase)).map(({ law, verdict }) => [law.id, verdict.kind]);

describe('an op along a long axis', () => {
  it('is judged entry by entry where its Jacobian is cheap: a mean of 1,030 entries', async () => {
    const kinds = await kindsOf(engineImplementation(), alongAxis(mean, 1030, 'float64'));
    expect(kinds).toContainEqual(['vjp', 'agree']);
    expect(kinds.filter(([, kind]) => kind !== 'agree')).toEqual([]);
  });

  it.each(['float64', 'float32'] as const)(
    'is judged along directions where its Jacobian is not: a mean of 200,000 entries, in %s',
    async (dtype) => {
      const kinds = await kindsOf(engineImplementation(), alongAxis(mean, 200_000, dtype));
      expect(kinds).toContainEqual(['dot', 'agree']);
      expect(kinds.map(([id]) => id)).not.toContain('vjp');
      expect(kinds.filter(([, kind]) => kind !== 'agree')).toEqual([]);
    },
  );

  it.each(['float64', 'float32'] as const)(
    'fails when its last entries, which fill no block of 64, are lost, in %s',
    async (dtype) => {
      const kinds = await kindsOf(losesTail(64), alongAxis(mean, 200_005, dtype));
      expect(kinds).toContainEqual(['dot', 'disagree']);
    },
  );

  it('may hold thousands of entries that tie', async () => {
    const kinds = await kindsOf(
      engineImplementation(),
      alongAxis(max, 20_000, 'float64', (at) => at % 23),
    );
    expect(kinds).toContainEqual(['ties', 'agree']);
    expect(kinds.filter(([, kind]) => kind !== 'agree')).toEqual([]);
  });
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
