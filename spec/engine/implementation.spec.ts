import { describe, expect, test } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { opNames } from '../../src/case/vocabulary.js';
import {
  type EngineOptions,
  engineImplementation,
  mulScalar,
  NDArray,
  NotImplemented,
  negate,
  realize,
  Tensor,
  tensor,
  topologicalOrder,
} from '../../src/engine/index.js';

const vector = (...data: number[]) => ({ dtype: 'float64', shape: [data.length], data }) as const;

/** x ** 3, at (2, 3), twice differentiated. */
const cube: Case = {
  program: {
    inputs: [{ dtype: 'float64', shape: [2] }],
    steps: [{ op: 'power_scalar', args: [0], scalar: 3 }],
    outputs: [1],
  },
  inputs: [vector(2, 3)],
  cotangents: [[vector(1, -1)], [vector(0.5, 2)]],
  mode: 'eager',
  order: 2,
  directions: [[vector(1, 1)], [vector(1, 0)]],
};

const run = (testCase: Case, options?: EngineOptions) => engineImplementation(options).run(testCase);

/** Puts a rule in place of the gradient of every op that has this name. */
const plant = (name: string, rule: (outGrad: Tensor, node: Tensor) => unknown): EngineOptions => ({
  prepare(outputs) {
    for (const { op } of topologicalOrder(outputs)) {
      if (op?.name === name) op.gradient = rule as typeof op.gradient;
    }
  },
});

test('the engine has every op', () => {
  expect(engineImplementation().ops).toEqual(opNames);
});

test.each(['eager', 'lazy', 'compiled'])(
  'a case in %s mode gives values, VJPs, second-order gradients and an echo',
  (mode) => {
    expect(run({ ...cube, mode })).toEqual({
      kind: 'done',
      values: [vector(8, 27)],
      vjps: [[vector(12, -27)], [vector(6, 54)]],
      seconds: [[vector(12, -18)], [vector(6, 0)]],
      jvps: [[vector(12, 27)], [vector(12, 0)]],
      echo: [vector(2, 3), vector(1, -1), vector(0.5, 2)],
      aliases: [],
      ruleCalls: 2,
    });
  },
);

test('first order has no seconds', () => {
  expect(run({ ...cube, order: 1, directions: [] })).toMatchObject({ kind: 'done', seconds: [] });
});

test('a program without inputs or with unused ones is fine', () => {
  const unused: Case = { ...cube, program: { ...cube.program, steps: [], outputs: [0] } };
  expect(run(unused)).toMatchObject({
    vjps: [[vector(1, -1)], [vector(0.5, 2)]],
    seconds: [[vector(0, 0)], [vector(0, 0)]],
  });
});

describe('what is exchanged', () => {
  const firstOrder: Case = { ...cube, order: 1, directions: [], cotangents: [[vector(1, 1)]] };

  test('a gradient rule shows in the VJPs', () => {
    const wrong = plant('power_scalar', (outGrad) => [negate(outGrad)]);
    expect(run(firstOrder, wrong)).toMatchObject({ values: [vector(8, 27)], vjps: [[vector(-1, -1)]] });
  });

  test('a function shows in the values', () => {
    const outcome = run(firstOrder, { functions: { power_scalar: ([a]) => mulScalar(a, 2) } });
    expect(outcome).toMatchObject({ values: [vector(4, 6)], vjps: [[vector(2, 2)]] });
  });

  test('realize is asked for every value and gradient', () => {
    let asked = 0;
    const counting = (tensor: Tensor) => {
      asked++;
      return realize(tensor);
    };
    run({ ...firstOrder, mode: 'lazy' }, { realize: counting });
    expect(asked).toBe(2);
  });

  test('a rule that returns no gradient is malformed', () => {
    expect(
      run(
        firstOrder,
        plant('power_scalar', () => [undefined]),
      ),
    ).toEqual({
      kind: 'malformed',
      problem:
        'power_scalar: the gradient of input 0 must be a Tensor, but is undefined; ' +
        'build it with functions such as multiply(outGrad, …)',
    });
  });

  test('a rule that is still to be written is not implemented', () => {
    const unwritten = plant('power_scalar', () => {
      throw new NotImplemented('PowerScalar.gradient');
    });
    expect(run(firstOrder, unwritten)).toEqual({ kind: 'not-implemented', why: 'PowerScalar.gradient' });
  });

  test('a rule that throws has crashed', () => {
    const throws = plant('power_scalar', () => {
      throw new TypeError('oh');
    });
    expect(run(firstOrder, throws)).toMatchObject({
      kind: 'crashed',
      error: { type: 'TypeError', message: 'oh' },
    });
  });

  test('so has one that recurses for ever', () => {
    const forever = (outGrad: Tensor): unknown => [forever(outGrad)];
    expect(run(firstOrder, plant('power_scalar', forever))).toMatchObject({
      kind: 'crashed',
      error: { type: 'RangeError' },
    });
  });
});

test('another mode is unsupported', () => {
  expect(run({ ...cube, mode: 'fast' })).toEqual({
    kind: 'unsupported',
    why: 'mode "fast" is none of eager, lazy, compiled',
  });
});

test('gradients that are views of the same entries of a buffer share memory', () => {
  const type = { dtype: 'float64', shape: [2] } as const;
  const sum: Case = {
    program: { inputs: [type, type], steps: [{ op: 'add', args: [0, 1] }], outputs: [2] },
    inputs: [vector(1, 2), vector(3, 4)],
    cotangents: [[vector(1, -1)]],
    mode: 'eager',
    order: 1,
    directions: [],
  };
  const views = () => {
    const { buffer } = Float64Array.of(1, -1, 1);
    return [0, 8].map((start) => Tensor.of(new NDArray('float64', [2], new Float64Array(buffer, start, 2))));
  };
  expect(run(sum, plant('add', views))).toMatchObject({
    aliases: ['gradient 1 shares memory with gradient 0'],
  });
});

test('small arrays that lie in one piece of memory do not share it', () => {
  expect(run({ ...cube, order: 1, directions: [] })).toMatchObject({ aliases: [] });
  const [a, b] = [tensor([1, 2]), tensor([3, 4])].map(({ cachedData }) => cachedData?.data);
  expect(a?.buffer).toBe(b?.buffer);
});

describe('two gradients share memory', () => {
  const twice: Case = { ...cube, order: 1, directions: [] };
  const both = (gradient: () => Tensor[]) => run(twice, plant('power_scalar', gradient));

  test('for different cotangents, too', () => {
    const kept = Tensor.fromData(vector(1, 1));
    expect(both(() => [kept])).toMatchObject({
      aliases: ['gradient 0 shares memory with gradient 0 for cotangent 0'],
    });
  });

  test('whatever their class says of its buffer', () => {
    class Hidden extends Float64Array {
      override get buffer(): ArrayBuffer {
        return new ArrayBuffer(16);
      }
    }
    const memory = new ArrayBuffer(16);
    const view = () => [Tensor.of(new NDArray('float64', [2], new Hidden(memory)))];
    expect(both(view)).toMatchObject({ aliases: [expect.stringContaining('shares memory')] });
  });

  test('not when each is computed anew', () => {
    expect(run(twice)).toMatchObject({ aliases: [] });
  });
});
