import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Done } from '../../src/case/implementation.js';
import { opNames, type Step } from '../../src/case/vocabulary.js';
import { engineImplementation, grad, gradBatched, pushforward, Tensor } from '../../src/engine/index.js';
import { apply } from '../../src/engine/ops/by-name.js';
import { programCases, space } from '../../src/generate/index.js';
import {
  differentiate,
  interpret,
  type OpTable,
  type Tape,
  type Transforms,
  transform,
  Unsupported,
  unstacked,
} from '../../src/oracle/adapter-kit.js';

/** The engine as any other library that records a tape. */
const ops: OpTable<Tensor> = Object.fromEntries(
  opNames.map((op) => [
    op,
    (...all: readonly unknown[]) => {
      const tensors = all.slice(0, -1) as Tensor[];
      const args = tensors.map((_, id) => id);
      return apply({ op, args, ...(all.at(-1) as object) } as unknown as Step, tensors);
    },
  ]),
);
const jvp: NonNullable<Tape<Tensor>['jvp']> = (f, inputs, tangents) => {
  const outputs = f(inputs);
  return { outputs, tangents: pushforward(outputs, inputs, tangents) };
};

const tape: Tape<Tensor> = {
  ops,
  leaf: (data, requiresGrad) => Tensor.fromData(data, { requiresGrad }),
  data: (tensor) => tensor.toData(),
  grad: (outputs, inputs, outGrads, createGraph) =>
    grad([...outputs], [...inputs], { outGrads: [...outGrads], createGraph, retainGraph: true }),
  jvp,
  gradBatched: (outputs, inputs, outGrads) => gradBatched(outputs, inputs, { outGrads }),
};

/** The engine as a library that differentiates functions. */
const transforms: Transforms<Tensor> = {
  ops,
  leaf: (data) => Tensor.fromData(data, { requiresGrad: true }),
  data: (tensor) => tensor.toData(),
  vjp: (f, inputs, outGrads) =>
    grad([...f(inputs)], [...inputs], { outGrads: [...outGrads], createGraph: true, retainGraph: true }),
  jvp,
  vjpBatched: (f, inputs, outGrads) => gradBatched(f(inputs), inputs, { outGrads }),
};

describe('the kit for JavaScript', () => {
  it.each([1, 2] as const)(
    'does the whole of a case of order %i: where a library records a tape, and where it differentiates functions',
    async (order) => {
      const engine = engineImplementation();
      for (const testCase of fc.sample(programCases(space({ order })), { numRuns: 50, seed: 3 })) {
        const { kind: _, aliases: __, ruleCalls: ___, ...done } = engine.run(testCase) as Done;
        expect(await differentiate(testCase, tape)).toEqual(done);
        expect(await transform(testCase, transforms)).toEqual(done);
      }
    },
  );

  it.each([
    ['forward mode', ({ inputs }: Case) => ({ tangents: inputs, cotangents: [] })],
    ['a batch', () => ({ batched: true }) as const],
  ])('does %s of both kinds of libraries', async (_, changes) => {
    const engine = engineImplementation();
    for (const drawn of fc.sample(programCases(space({})), { numRuns: 50, seed: 3 })) {
      const testCase = { ...drawn, ...changes(drawn) };
      const { kind: _, aliases: __, ruleCalls: ___, jvps: ____, ...done } = engine.run(testCase) as Done;
      expect(await differentiate(testCase, tape)).toEqual(done);
      expect(await transform(testCase, transforms)).toEqual(done);
    }
  });

  it('finds an axis that a batch lost', () => {
    const lost = { dtype: 'float64', shape: [3], data: [1, 2, 3] } as const;
    expect(() => unstacked([lost], 2)).toThrow(
      'expected gradients with an axis of 2 in front, as the batch has; got the shape (3)',
    );
  });

  it('says which op a table lacks', () => {
    const program = { inputs: [], steps: [{ op: 'exp', args: [0] }], outputs: [0] } as const;
    expect(() => interpret(program, [1], {})).toThrow(new Unsupported('there is no exp'));
  });
});
