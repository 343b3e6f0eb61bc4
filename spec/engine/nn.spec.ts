import { describe, expect, test } from 'vitest';
import {
  type Nested,
  nn,
  ones,
  permute,
  Random,
  ShapeError,
  tensor,
  transpose,
} from '../../src/engine/index.js';
import { decimals, differences, engineGradients } from './central-differences.js';
import torch from './recorded/torch.json' with { type: 'json' };

const random = () => new Random(1);

/** What `recorded/torch_numbers.py` wrote about one pass of a module of PyTorch's. */
interface Pass {
  readonly x: Nested;
  readonly y: Nested;
  readonly delta: Nested;
  readonly gradients: Readonly<Record<'x' | 'weight' | 'bias', Nested>>;
}

/** Entries of PyTorch's weight in the order of ours. */
type Layout = (weight: Nested) => Nested;
const asIs: Layout = (weight) => weight;
const transposed: Layout = (weight) => transpose(tensor(weight)).toArray();
const kernelFirst: Layout = (weight) => permute(tensor(weight), [2, 3, 1, 0]).toArray();

type Weighted = nn.Module & { readonly weight: nn.Parameter; readonly bias: nn.Parameter | null };

function setParameters(
  module: Weighted,
  { weight, bias }: { weight: Nested; bias: Nested },
  layout = asIs,
): void {
  module.loadStateDict({
    ...module.stateDict(),
    weight: tensor(layout(weight)).toData(),
    bias: tensor(bias).toData(),
  });
}

function expectPass(module: Weighted, pass: Pass, layout = asIs): void {
  const x = tensor(pass.x, { requiresGrad: true });
  for (const parameter of module.parameters()) parameter.zeroGrad();
  const y = module.forward(x);
  y.backward(tensor(pass.delta));
  expectClose(y, pass.y);
  expectClose(x.grad, pass.gradients.x);
  expectClose(module.weight.grad, layout(pass.gradients.weight));
  expectClose(module.bias?.grad, pass.gradients.bias);
}

function expectClose(actual: { toArray(): Nested } | undefined, expected: Nested): void {
  const wanted = tensor(expected).toData();
  const got = tensor(actual?.toArray() ?? []).toData();
  expect(got.shape).toEqual(wanted.shape);
  got.data.forEach((entry, i) => {
    expect(entry).toBeCloseTo(wanted.data[i] as number, 12);
  });
}

describe('values and gradients are those of PyTorch', () => {
  test('Linear, whose weight is the transpose of PyTorch’s', () => {
    const module = new nn.Linear(3, 2, random());
    setParameters(module, torch.linear.parameters, transposed);
    expectPass(module, torch.linear, transposed);
  });

  test.each(torch.conv)('Conv with kernel $kernel and stride $stride', ({ kernel, stride, ...pass }) => {
    const module = new nn.Conv(2, 3, kernel, random(), { stride });
    setParameters(module, pass.parameters, kernelFirst);
    expectPass(module, pass, kernelFirst);
  });

  test('LayerNorm', () => {
    const module = new nn.LayerNorm(4);
    setParameters(module, torch.layerNorm.parameters);
    expectPass(module, torch.layerNorm);
  });

  test.each(torch.batchNorm)(
    'BatchNorm1d, with its running statistics',
    ({ parameters, learning, evaluating }) => {
      const module = new nn.BatchNorm1d(3);
      setParameters(module, parameters);
      for (const pass of learning) {
        expectPass(module, pass);
        expectClose(module.runningMean, pass.runningMean);
        expectClose(module.runningVar, pass.runningVar);
      }
      const before = module.stateDict();
      expectPass(module.eval(), evaluating);
      expect(module.stateDict()).toEqual(before);
    },
  );

  test('SoftmaxLoss and MSELoss', () => {
    const { logits, labels, softmaxLoss, prediction, target, mseLoss } = torch.losses;
    expect(new nn.SoftmaxLoss().forward(tensor(logits), tensor(labels)).item()).toBeCloseTo(softmaxLoss, 14);
    expect(new nn.MSELoss().forward(tensor(prediction), tensor(target)).item()).toBeCloseTo(mseLoss, 14);
  });
});

describe('gradients are those of central differences', () => {
  const deep = new nn.Sequential(
    new nn.Conv(2, 3, 3, random(), { stride: 2 }),
    new nn.Tanh(),
    new nn.Flatten(),
    new nn.Residual(new nn.Sequential(new nn.Linear(12, 12, random()), new nn.ReLU(), new nn.Identity())),
    new nn.LayerNorm(12),
    new nn.BatchNorm1d(12),
    new nn.Linear(12, 2, random(), { bias: false }),
  );

  test('through a network of every layer, while it learns', () => {
    const images = decimals([3, 2, 3, 4]);
    const [engine] = engineGradients((x) => deep.train().forward(x), [images]) as [number[]];
    const [expected] = differences((x) => deep.train().forward(x), [images]) as [number[]];
    engine.forEach((entry, i) => {
      expect(entry).toBeCloseTo(expected[i] as number, 6);
    });
  });
});

describe('Dropout', () => {
  const x = ones([1000]);

  test('drops other entries each time, and the same again for the same seed', () => {
    const draws = (seed: number) => {
      const dropout = new nn.Dropout(0.5, new Random(seed));
      return [String(dropout.forward(x).toArray()), String(dropout.forward(x).toArray())];
    };
    const [first, second] = draws(1);
    expect(first).not.toBe(second);
    expect(draws(1)).toEqual([first, second]);
    expect(draws(2)[0]).not.toBe(first);
  });

  test('keeps the mean while learning, and everything afterwards', () => {
    const dropout = new nn.Dropout(0.2, random());
    const kept = (dropout.forward(x).toArray() as number[]).filter((entry) => entry !== 0);
    expect(new Set(kept)).toEqual(new Set([1.25]));
    expect(Math.abs(kept.length - 800)).toBeLessThan(50);
    expect(dropout.eval().forward(x)).toBe(x);
  });
});

describe('layers', () => {
  test('have the dtype that they are made with', () => {
    const options = { dtype: 'float32' } as const;
    const layers = [
      new nn.Linear(2, 2, random(), options),
      new nn.LayerNorm(2, options),
      new nn.BatchNorm1d(2, options),
    ];
    const y = new nn.Sequential(...layers).forward(tensor([[1, 2], [3, 5]], options)); // biome-ignore format: a matrix
    expect(y.dtype).toBe('float32');
  });

  test('begin alike for the same seed, and without bias when told', () => {
    const weights = (seed: number) => new nn.Linear(3, 4, new Random(seed)).stateDict();
    expect(weights(3)).toEqual(weights(3));
    expect(weights(3)).not.toEqual(weights(4));
    expect(Object.keys(new nn.Linear(3, 4, random(), { bias: false }).stateDict())).toEqual(['weight']);
  });

  test('keep the size of images with stride 1, and divide it by a larger stride', () => {
    const images = ones([2, 3, 7, 8]);
    expect(new nn.Conv(3, 5, 5, random()).forward(images).shape).toEqual([2, 5, 7, 8]);
    expect(new nn.Conv(3, 5, 3, random(), { stride: 2, bias: false }).forward(images).shape).toEqual([
      2, 5, 4, 4,
    ]);
  });
});

describe('wrong use', () => {
  test.each([
    [
      () => new nn.Conv(1, 1, 2, random()),
      'Conv: a kernel of 2 × 2 cannot keep the size of images; use an odd kernel, or the function conv',
    ],
    [
      () => new nn.BatchNorm1d(3).forward(ones([2, 4])),
      'BatchNorm1d: expected shape (N, 3) or (N, 3, L), got (2, 4)',
    ],
    [
      () => new nn.BatchNorm1d(3).forward(ones([1, 3])),
      'BatchNorm1d: one number per feature has no variance to learn from, as in shape (1, 3); use larger batches, or eval()',
    ],
    [
      () => new nn.SoftmaxLoss().forward(ones([2, 3]), ones([2, 3])),
      'SoftmaxLoss: expected labels of shape (N,), a class each, got (2, 3)',
    ],
    [() => new nn.Dropout(1, random()), 'dropout: p is the probability to be dropped, 0 ≤ p < 1, got 1'],
  ])('%s throws %s', (run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });
});
