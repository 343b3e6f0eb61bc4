/** What the best checkers let through is caught here, and what they reject wrongly passes: same sizes, same counts. */
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Implementation } from '../../src/case/implementation.js';
import { printStep } from '../../src/case/print.js';
import { outputTypes, type Program } from '../../src/case/program.js';
import { sizeOf } from '../../src/case/shape.js';
import { type DType, type TensorType, tensorData } from '../../src/case/tensor-data.js';
import type { OpName, Step } from '../../src/case/vocabulary.js';
import {
  engineImplementation,
  mulScalar,
  type Op,
  Tensor,
  topologicalOrder,
} from '../../src/engine/index.js';
import { type Misconception, misconceptions, plant } from '../../src/misconceptions/index.js';
import { fails, judge } from '../../src/verify/index.js';

/** Uniform numbers between 0 and 1 from a seed (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Drawn {
  readonly dtype?: DType;
  readonly seed?: number;
  readonly draw?: (random: number) => number;
}

function caseOf(shapes: readonly (readonly number[])[], steps: readonly Step[], drawn: Drawn = {}): Case {
  const { dtype = 'float64', seed = 1, draw = (random) => 4 * random - 2 } = drawn;
  const random = uniform(seed);
  const filled = (type: TensorType, f: (random: number) => number) =>
    tensorData(
      type.dtype,
      type.shape,
      Array.from({ length: sizeOf(type.shape) }, () => f(random())),
    );
  const program: Program = {
    inputs: shapes.map((shape) => ({ dtype, shape })),
    steps,
    outputs: [shapes.length + steps.length - 1],
  };
  return {
    program,
    inputs: program.inputs.map((type) => filled(type, draw)),
    cotangents: [outputTypes(program).map((type) => filled(type, (r) => 4 * r - 2))],
    mode: 'eager',
    order: 1,
    directions: [],
  };
}

/** The engine with the gradient of one op passed through something wrong. */
const withChange = (op: OpName, change: (gradient: Tensor) => Tensor): Implementation =>
  engineImplementation({
    prepare(outputs) {
      for (const node of topologicalOrder(outputs)) {
        const rule = node.op?.gradient;
        if (node.op?.name !== op || rule === undefined) continue;
        const right = rule.bind(node.op) as Op['gradient'];
        node.op.gradient = (outGrad, at) => right(outGrad, at).map(change);
      }
    },
  });

const editing = (edit: (data: number[]) => number[]) => (gradient: Tensor) => {
  const { dtype, shape, data } = gradient.toData();
  return Tensor.fromData(tensorData(dtype, shape, edit([...data])));
};

const verdictOn = async (implementation: Implementation, testCase: Case) =>
  (await judge(implementation, testCase)).find(({ verdict }) => fails(verdict))?.law.id;

const scaledSin = (scale: number) =>
  caseOf(
    [[10]],
    [
      { op: 'sin', args: [0] },
      { op: 'mul_scalar', args: [1], scalar: scale },
    ],
  );

describe('what the best checkers let through is caught', () => {
  it('an all-zero gradient of 1e-6 · sin', async () => {
    expect(
      await verdictOn(
        withChange('sin', (g) => mulScalar(g, 0)),
        scaledSin(1e-6),
      ),
    ).toBe('vjp');
  });

  it('a wrong sign on 4e-6 · sin', async () => {
    expect(
      await verdictOn(
        withChange('sin', (g) => mulScalar(g, -1)),
        scaledSin(4e-6),
      ),
    ).toBe('vjp');
  });

  it('a float32 round trip inside float64', async () => {
    const rounded = withChange(
      'sin',
      editing((data) => data.map(Math.fround)),
    );
    expect(await verdictOn(rounded, scaledSin(1))).toBe('vjp');
  });

  it.each([9e-4, 1e-6, 1e-9, 1e-10])('an error of a relative %d', async (error) => {
    expect(
      await verdictOn(
        withChange('sin', (g) => mulScalar(g, 1 + error)),
        scaledSin(1),
      ),
    ).toBe('vjp');
  });

  it('a backward that returns one shared buffer', async () => {
    const shared = misconceptions.find(
      ({ name }) => name === 'hands-one-buffer-to-two-inputs',
    ) as Misconception;
    expect(await verdictOn(plant(shared), caseOf([[3], [3]], [{ op: 'add', args: [0, 1] }]))).toBe('memory');
  });

  it('a backward that changes its cotangent', async () => {
    const doubling = engineImplementation({
      prepare(outputs) {
        const op = outputs[0]?.op;
        const rule = op?.gradient.bind(op);
        if (!op || !rule) return;
        op.gradient = (outGrad, node) => {
          const gradient = rule(outGrad, node);
          const data = outGrad.cachedData?.data;
          if (data) data[0] = 2 * (data[0] as number);
          return gradient;
        };
      },
    });
    expect(await verdictOn(doubling, caseOf([[3]], [{ op: 'sin', args: [0] }]))).toBe('pure');
  });

  it.each([1, 1e-6, 1e-9])('one wrong entry of 100 in sin, off by %d', async (error) => {
    const wrong = editing((data) => data.map((entry, at) => (at === 41 ? entry + error : entry)));
    expect(await verdictOn(withChange('sin', wrong), caseOf([[100]], [{ op: 'sin', args: [0] }]))).toBe(
      'vjp',
    );
  });

  it('a gradient 3 times too large, of 1000 entries in float32', async () => {
    const testCase = caseOf([[1000]], [{ op: 'sin', args: [0] }], { dtype: 'float32' });
    expect(
      await verdictOn(
        withChange('sin', (g) => mulScalar(g, 3)),
        testCase,
      ),
    ).toBe('vjp');
  });

  it('one wrong entry of 1000, off by a relative 1e-5 in float32', async () => {
    const wrong = editing((data) => data.map((entry, at) => (at === 500 ? entry * (1 + 1e-5) : entry)));
    const testCase = caseOf([[1000]], [{ op: 'exp', args: [0] }], { dtype: 'float32' });
    expect(await verdictOn(withChange('exp', wrong), testCase)).toBe('vjp');
  });

  it.each(['multiply-forgets-the-cotangent', 'permute-is-not-inverted', 'transpose-is-all-ones'])(
    '%s, 100 times of 100',
    async (name) => {
      const misconception = misconceptions.find((each) => each.name === name) as Misconception;
      const steps: Record<string, Step> = {
        'multiply-forgets-the-cotangent': { op: 'multiply', args: [0, 1] },
        'permute-is-not-inverted': { op: 'permute', args: [0], axes: [1, 2, 0] },
        'transpose-is-all-ones': { op: 'transpose', args: [0], axes: null },
      };
      for (let seed = 1; seed <= 100; seed++) {
        const shapes = name.startsWith('multiply') ? [[3], [3]] : [[2, 2, 2]];
        expect(await verdictOn(plant(misconception), caseOf(shapes, [steps[name] as Step], { seed }))).toBe(
          'vjp',
        );
      }
    },
  );

  it('one fixed wrong entry, 100 times of 100', async () => {
    const wrong = withChange(
      'multiply',
      editing((data) => data.map((entry, at) => (at === 0 ? entry + 0.01 : entry))),
    );
    for (let seed = 1; seed <= 100; seed++) {
      expect(
        await verdictOn(
          wrong,
          caseOf(
            [
              [2, 3],
              [2, 3],
            ],
            [{ op: 'multiply', args: [0, 1] }],
            { seed },
          ),
        ),
      ).toBe('vjp');
    }
  });
});

describe('what the best checkers reject wrongly passes', () => {
  const engine = engineImplementation();

  async function passes(count: number, make: (seed: number) => Case): Promise<void> {
    for (let seed = 1; seed <= count; seed++) {
      const verdicts = await judge(engine, make(seed));
      expect(
        verdicts
          .filter(({ verdict }) => verdict.kind !== 'agree')
          .map(({ law, verdict }) => [law.id, verdict]),
      ).toEqual([]);
    }
  }

  it('logsumexp of 100 entries in float32, 100 times', () =>
    passes(100, (seed) =>
      caseOf([[100]], [{ op: 'logsumexp', args: [0], axes: null, keepdims: false }], {
        dtype: 'float32',
        seed,
      }),
    ));

  it('exp of 10 000 entries in float32, 100 times', () =>
    passes(100, (seed) => caseOf([[10_000]], [{ op: 'exp', args: [0] }], { dtype: 'float32', seed })));

  const integers = (random: number) => Math.floor(random * 7) - 3;

  it.each(['relu', 'abs'] as const)('%s of integers from -3 to 3, kinks and all, 200 times', (op) =>
    passes(200, (seed) => caseOf([[3, 4]], [{ op, args: [0] }], { seed, draw: integers })),
  );

  it.each(['maximum', 'minimum'] as const)('%s of integers from -3 to 3, ties and all, 200 times', (op) =>
    passes(200, (seed) =>
      caseOf(
        [
          [3, 4],
          [3, 4],
        ],
        [{ op, args: [0, 1] }],
        { seed, draw: integers },
      ),
    ),
  );

  const ordered: readonly Step[] = [
    { op: 'clip', args: [0], min: -1, max: 2 },
    { op: 'sort', args: [0], axis: -1, descending: false },
    { op: 'sort', args: [0], axis: 0, descending: true },
    { op: 'max', args: [0], axes: -1, keepdims: false },
    { op: 'min', args: [0], axes: null, keepdims: true },
  ];

  it.each(ordered.map((step) => [printStep(step), step] as const))(
    '%s, of integers from -3 to 3, bounds, ties and all, 200 times',
    (_, step) => passes(200, (seed) => caseOf([[3, 4]], [step], { seed, draw: integers })),
  );

  it.each([
    ['sin', 1e10],
    ['sqrt', 1e-7],
    ['log', 1e-7],
  ] as const)('%s at %d', (op, x) =>
    passes(20, (seed) => caseOf([[5]], [{ op, args: [0] }], { seed, draw: (r) => x * (1 + r) })),
  );

  it('1/x at 2e-6', () =>
    passes(20, (seed) =>
      caseOf([[5]], [{ op: 'power_scalar', args: [0], scalar: -1 }], { seed, draw: (r) => 2e-6 * (1 + r) }),
    ));

  it('the product of a kink with a kink', () =>
    passes(20, (seed) =>
      caseOf(
        [[4]],
        [
          { op: 'relu', args: [0] },
          { op: 'abs', args: [0] },
          { op: 'multiply', args: [1, 2] },
        ],
        { seed, draw: integers },
      ),
    ));
});
