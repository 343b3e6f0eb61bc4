import { expect, test } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Shape } from '../../src/case/shape.js';
import { engineImplementation, nn, ones, Random, Tensor, tensor, toProgram } from '../../src/engine/index.js';
import { judge } from '../../src/verify/index.js';
import { decimals } from './central-differences.js';

const random = new Random(7);

/** What a module computes of an input and its parameters as a case, of second order. */
function caseOf(module: nn.Module, shape: Shape, ...others: readonly Tensor[]): Case {
  const x = Tensor.fromData(decimals(shape), { requiresGrad: true });
  const y = module.forward(x, ...others);
  const { program, constants } = toProgram([y], [x, ...module.parameters()]);
  const inputs = [...[x, ...module.parameters()].map((each) => each.toData()), ...constants];
  return {
    program,
    inputs,
    cotangents: [[decimals(y.shape)], [decimals(y.shape, -0.5)]],
    mode: 'eager',
    order: 2,
    directions: [-1, -0.7].map((from) => inputs.map((input) => decimals(input.shape, from))),
  };
}

const layers: readonly (readonly [name: string, module: nn.Module, shape: Shape])[] = [
  ['Linear', new nn.Linear(3, 2, random), [4, 3]],
  ['Linear on three axes', new nn.Linear(3, 2, random), [2, 2, 3]],
  ['Conv', new nn.Conv(2, 2, 3, random, { stride: 2 }), [1, 2, 4, 3]],
  ['LayerNorm', new nn.LayerNorm(4), [3, 4]],
  ['BatchNorm1d while it learns', new nn.BatchNorm1d(2), [4, 2]],
  ['BatchNorm1d on three axes', new nn.BatchNorm1d(2), [2, 2, 3]],
  ['BatchNorm1d afterwards', new nn.BatchNorm1d(2).eval(), [4, 2]],
  ['Dropout', new nn.Dropout(0.5, random), [3, 3]],
  ['ReLU', new nn.ReLU(), [3, 3]],
  ['Tanh', new nn.Tanh(), [3, 3]],
  ['Flatten', new nn.Flatten(), [2, 3, 2]],
  [
    'Residual and Sequential',
    new nn.Residual(new nn.Sequential(new nn.Linear(3, 3, random), new nn.Tanh())),
    [2, 3],
  ],
];

const cases: readonly (readonly [name: string, testCase: Case])[] = [
  ...layers.map(([name, module, shape]) => [name, caseOf(module, shape)] as const),
  ['SoftmaxLoss', caseOf(new nn.SoftmaxLoss(), [3, 4], tensor([0, 3, 1]))],
  ['MSELoss', caseOf(new nn.MSELoss(), [3, 2], ones([3, 2]))],
];

test.each(cases)('%s: no law is broken, to second order', async (_, testCase) => {
  const verdicts = await judge(engineImplementation(), testCase);
  expect(verdicts.filter(({ verdict }) => verdict.kind !== 'agree')).toEqual([]);
  expect(verdicts.map(({ law }) => law.id)).toEqual(
    expect.arrayContaining(['value', 'vjp', 'modes', 'second']),
  );
});
