import { describe, expect, test } from 'vitest';
import {
  AutogradError,
  lazily,
  multiply,
  optim,
  subtract,
  summation,
  type Tensor,
  tensor,
  zeros,
} from '../../src/engine/index.js';
import torch from './recorded/torch.json' with { type: 'json' };

const start = () => tensor([1, -2, 0.5], { requiresGrad: true });

/** Whose gradient is 2p − 1. */
const loss = (p: Tensor) => summation(subtract(multiply(p, p), p));

/** The parameter after each of six steps, as `recorded/torch_numbers.py` takes them. */
function trajectory(make: (parameters: readonly Tensor[]) => optim.Optimizer, laterLr?: number): number[][] {
  const parameter = start();
  const optimizer = make([parameter]);
  return Array.from({ length: 6 }, (_, step) => {
    if (step === 3 && laterLr !== undefined) optimizer.lr = laterLr;
    optimizer.zeroGrad();
    loss(parameter).backward();
    optimizer.step();
    return [...parameter.toData().data];
  });
}

function expectClose(actual: number[][], expected: number[][]): void {
  actual.flat().forEach((entry, i) => {
    expect(entry).toBeCloseTo(expected.flat()[i] as number, 13);
  });
}

describe('the parameters take the way that they take in PyTorch', () => {
  test('SGD', () => {
    expectClose(
      trajectory((p) => new optim.SGD(p, { lr: 0.1 })),
      torch.sgd.plain,
    );
  });

  test('SGD with momentum', () => {
    expectClose(
      trajectory((p) => new optim.SGD(p, { lr: 0.1, momentum: 0.9 })),
      torch.sgd.momentum,
    );
  });

  test('SGD with momentum, weight decay and a learning rate that changes', () => {
    expectClose(
      trajectory((p) => new optim.SGD(p, { lr: 0.1, momentum: 0.9, weightDecay: 0.2 }), 0.01),
      torch.sgd.all,
    );
  });

  test('Adam', () => {
    expectClose(
      trajectory((p) => new optim.Adam(p, { lr: 0.1 })),
      torch.adam.plain,
    );
  });

  test('Adam with other settings, weight decay and a learning rate that changes', () => {
    const settings = { lr: 0.1, betas: [0.8, 0.95], eps: 1e-4, weightDecay: 0.2 } as const;
    expectClose(
      trajectory((p) => new optim.Adam(p, settings), 0.01),
      torch.adam.all,
    );
  });
});

test('needle’s momentum takes the same steps at a learning rate 1 / (1 − momentum) times as large', () => {
  const [lr, momentum] = [0.5, 0.8];
  let [p, u] = [3, 0];
  const needle = Array.from({ length: 6 }, () => {
    u = momentum * u + (1 - momentum) * (2 * p - 1);
    p -= lr * u;
    return [p];
  });
  const parameter = tensor([3], { requiresGrad: true });
  const optimizer = new optim.SGD([parameter], { lr: lr * (1 - momentum), momentum });
  const here = needle.map(() => {
    optimizer.zeroGrad();
    loss(parameter).backward();
    optimizer.step();
    return [...parameter.toData().data];
  });
  expectClose(here, needle);
});

describe('an optimizer', () => {
  test('leaves a parameter without gradient as it is', () => {
    const [one, other] = [start(), start()];
    const optimizer = new optim.Adam([one, other]);
    loss(one).backward();
    optimizer.step();
    expect(one.toArray()).not.toEqual(start().toArray());
    expect(other.toArray()).toEqual(start().toArray());
  });

  test('forgets gradients when told, which add up otherwise', () => {
    const parameter = start();
    const optimizer = new optim.SGD([parameter], { lr: 1 });
    loss(parameter).backward();
    loss(parameter).backward();
    expect(parameter.grad?.toArray()).toEqual([2, -10, 0]);
    optimizer.zeroGrad();
    expect(parameter.grad).toBeUndefined();
  });

  test('keeps the dtype, and works in lazy mode', () => {
    const parameter = tensor([1, 2], { dtype: 'float32', requiresGrad: true });
    const optimizer = new optim.SGD([parameter], { lr: 0.1, momentum: 0.5, weightDecay: 0.1 });
    lazily(() => {
      loss(parameter).backward();
      optimizer.step();
    });
    expect(parameter.dtype).toBe('float32');
    const [first, second] = parameter.toData().data as [number, number];
    expect(first).toBeCloseTo(1 - 0.1 * 1.1, 6);
    expect(second).toBeCloseTo(2 - 0.1 * 3.2, 6);
  });

  test.each([
    [[], 'SGD: there are no parameters; pass module.parameters()'],
    [
      [start(), zeros([1])],
      'SGD: parameter 1 is not a leaf that requires grad; pass tensors made with { requiresGrad: true }, or module.parameters()',
    ],
    [
      [loss(start())],
      'SGD: parameter 0 is not a leaf that requires grad; pass tensors made with { requiresGrad: true }, or module.parameters()',
    ],
  ])('refuses what it cannot optimise', (parameters, message) => {
    expect(() => new optim.SGD(parameters, { lr: 1 })).toThrow(new AutogradError(message));
  });
});
