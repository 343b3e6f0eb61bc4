/** Rules that are right but for the last digits of the terms that they add; what is off by more is still found. */
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { outputTypes } from '../../src/case/program.js';
import { type DType, type TensorData, tensorData } from '../../src/case/tensor-data.js';
import type { OpName, Step } from '../../src/case/vocabulary.js';
import * as engine from '../../src/engine/index.js';
import { type Inputs, type Node, type Tensor, topologicalOrder } from '../../src/engine/index.js';
import { fails, judge } from '../../src/verify/index.js';

type Rule = (outGrad: Tensor, node: Node<Inputs>) => Tensor[];

/** The laws that are broken by the engine with this rule in the place of its own. */
async function brokenBy(op: OpName, rule: Rule, testCase: Case): Promise<string[]> {
  const planted = engine.engineImplementation({
    prepare(outputs) {
      for (const node of topologicalOrder(outputs)) if (node.op?.name === op) node.op.gradient = rule;
    },
  });
  const verdicts = await judge(planted, testCase);
  return verdicts.filter(({ verdict }) => fails(verdict)).map(({ law }) => law.id);
}

const vector = (data: readonly number[], dtype: DType = 'float64'): TensorData =>
  tensorData(dtype, [data.length], data);

function caseOf(step: Step, inputs: readonly TensorData[], delta: readonly number[]): Case {
  const types = inputs.map(({ dtype, shape }) => ({ dtype, shape }));
  const program = { inputs: types, steps: [step], outputs: [inputs.length] };
  const cotangents = outputTypes(program).map(({ dtype, shape }) => tensorData(dtype, shape, delta));
  return { program, inputs, cotangents: [cotangents], mode: 'eager', order: 1, directions: [] };
}

describe('an adjoint of maximum that is what the other leaves of the cotangent', () => {
  const a = vector([1, 2]);
  const b = vector([0.5, 3]);
  const testCase: Case = {
    ...caseOf({ op: 'maximum', args: [0, 1] }, [a, b], [2, -1.5]),
    order: 2,
    directions: [[vector([0.0009842, 4]), vector([4, -0.005894])]],
  };
  const firstOf = (outGrad: Tensor, node: Node<Inputs>) => {
    const [x, y] = node.inputs as [Tensor, Tensor];
    return engine.multiply(
      outGrad,
      engine.maskOfPair(x, y, (v, w) => Number(v >= w)),
    );
  };

  it('cancels at the size of both directions', async () => {
    const rule: Rule = (outGrad, node) => {
      const first = firstOf(outGrad, node);
      return [first, engine.subtract(outGrad, first)];
    };
    expect(await brokenBy('maximum', rule, testCase)).toEqual([]);
  });

  it('may not be off by 1e-10 where it is differentiated by Δ', async () => {
    const rule: Rule = (outGrad, node) => {
      const first = firstOf(outGrad, node);
      const nothing = engine.mulScalar(engine.subtract(outGrad, outGrad.detach()), 1e-10);
      return [first, engine.add(engine.subtract(outGrad, first), nothing)];
    };
    // The engine's forward mode is made of two backward passes, and shows it, too.
    expect(await brokenBy('maximum', rule, testCase)).toEqual(['twice', 'jvp', 'transposed']);
  });
});

describe('a sigmoid whose slope is a quarter of 1 − tanh²(x/2)', () => {
  const rule: Rule = (outGrad, node) => {
    const t = engine.tanh(engine.mulScalar(node.inputs[0] as Tensor, 0.5));
    const slope = engine.addScalar(engine.negate(engine.multiply(t, t)), 1);
    return [engine.mulScalar(engine.multiply(outGrad, slope), 0.25)];
  };
  const slipping =
    (factor: number): Rule =>
    (...given) =>
      rule(...given).map((each) => engine.mulScalar(each, factor));
  const at = (x: number, dtype: DType = 'float64') =>
    caseOf({ op: 'sigmoid', args: [0] }, [vector([x], dtype)], [2]);

  it.each([
    [-30, 'float64'],
    [-12, 'float32'],
    [30, 'float64'],
    [-1.5, 'float64'],
  ] as const)('is right at %s in %s', async (x, dtype) => {
    expect(await brokenBy('sigmoid', rule, at(x, dtype))).toEqual([]);
  });

  it.each([
    [-30, 1.1],
    [-10, 1 + 1e-8],
    [-1.5, 1 + 1e-10],
    [4, 1 + 1e-10],
  ])('is wrong at %s when it is %s times the slope', async (x, factor) => {
    expect(await brokenBy('sigmoid', slipping(factor), at(x))).toContain('vjp');
  });
});
