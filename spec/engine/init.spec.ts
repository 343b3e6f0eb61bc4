import { describe, expect, test } from 'vitest';
import { init, Random, ShapeError, type Tensor } from '../../src/engine/index.js';

const random = () => new Random(1);
const entriesOf = (tensor: Tensor) => tensor.toData().data;

function moments(entries: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = entries.reduce((sum, entry) => sum + entry, 0) / entries.length;
  const squares = entries.reduce((sum, entry) => sum + (entry - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / entries.length) };
}

describe('uniform', () => {
  test('fills the range from low to below high', () => {
    const entries = entriesOf(init.uniform([100, 100], random(), { low: -1, high: 3 }));
    expect(Math.min(...entries)).toBeGreaterThanOrEqual(-1);
    expect(Math.min(...entries)).toBeLessThan(-0.99);
    expect(Math.max(...entries)).toBeLessThan(3);
    expect(Math.max(...entries)).toBeGreaterThan(2.99);
  });
});

describe.each([
  ['normal', (shape: readonly number[]) => init.normal(shape, random(), { mean: 2, deviation: 3 }), 2, 3],
  ['uniform', (shape: readonly number[]) => init.uniform(shape, random()), 1 / 2, Math.sqrt(1 / 12)],
  ['xavierUniform', (shape: readonly number[]) => init.xavierUniform(shape, random()), 0, Math.sqrt(2 / 500)],
  ['xavierNormal', (shape: readonly number[]) => init.xavierNormal(shape, random()), 0, Math.sqrt(2 / 500)],
  [
    'xavierNormal with a gain',
    (shape: readonly number[]) => init.xavierNormal(shape, random(), { gain: 3 }),
    0,
    3 * Math.sqrt(2 / 500),
  ],
  [
    'kaimingUniform',
    (shape: readonly number[]) => init.kaimingUniform(shape, random()),
    0,
    Math.sqrt(2 / 100),
  ],
  ['kaimingNormal', (shape: readonly number[]) => init.kaimingNormal(shape, random()), 0, Math.sqrt(2 / 100)],
  [
    'kaimingNormal with a gain',
    (shape: readonly number[]) => init.kaimingNormal(shape, random(), { gain: 1 }),
    0,
    Math.sqrt(1 / 100),
  ],
] as const)('%s', (_, make, mean, deviation) => {
  test('has its mean and deviation, for 100 inputs and 400 outputs', () => {
    const measured = moments(entriesOf(make([100, 400])));
    // 40 000 draws: the mean is off by a two-hundredth of the deviation, the deviation by a three-hundredth of itself.
    expect(Math.abs(measured.mean - mean) / deviation).toBeLessThan(0.02);
    expect(measured.deviation / deviation).toBeCloseTo(1, 1.5);
  });

  test('draws the same for the same seed', () => {
    expect(entriesOf(make([3, 4]))).toEqual(entriesOf(make([3, 4])));
  });
});

describe('what is drawn for a layer', () => {
  test('counts every position of a kernel as an input', () => {
    const weight = init.kaimingUniform([5, 5, 4, 1000], random(), { gain: 1 }); // 100 inputs an output
    expect(Math.max(...entriesOf(weight))).toBeCloseTo(Math.sqrt(3 / 100), 4);
    const xavier = init.xavierUniform([3, 3, 10, 20], random()); // 90 inputs an output, 180 outputs an input
    expect(Math.max(...entriesOf(xavier))).toBeCloseTo(Math.sqrt(6 / 270), 3);
  });

  test.each([[[]], [[5]]])('needs inputs and outputs, which shape %j has not', (shape) => {
    const got = shape.length === 0 ? '()' : '(5,)';
    expect(() => init.xavierNormal(shape, random())).toThrow(
      new ShapeError(
        `xavierNormal: expected a shape (inputs, outputs) or (height, width, inputs, outputs), got ${got}; ` +
          'use uniform or normal for other shapes',
      ),
    );
  });
});

describe('options', () => {
  test('are dtype and requiresGrad, everywhere', () => {
    const options = { dtype: 'float32', requiresGrad: true } as const;
    const made = [
      init.uniform([1, 2], random(), options),
      init.kaimingNormal([1, 2], random(), options),
      init.xavierUniform([1, 2], random(), options),
      init.oneHot(2, [1], options),
      init.constant([1, 2], 3, options),
    ];
    for (const each of made) {
      expect([each.shape, each.dtype, each.requiresGrad, each.isLeaf]).toEqual([
        [1, 2],
        'float32',
        true,
        true,
      ]);
    }
  });
});

describe('what is not random', () => {
  test('is constant, ones and zeros', () => {
    expect(init.constant([2], 3).toArray()).toEqual([3, 3]);
    expect(init.ones([1, 1]).toArray()).toEqual([[1]]);
    expect(init.zeros([]).toArray()).toBe(0);
  });

  test('is oneHot: one row per label', () => {
    expect(init.oneHot(3, [2, 0]).toArray()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ]);
    expect(() => init.oneHot(3, [0, 3])).toThrow(
      new RangeError('oneHot: label 3 at 1 is none of the classes 0 … 2'),
    );
  });
});

describe('Random', () => {
  test('draws other numbers for a seed that differs in its high bits alone', () => {
    const first = (seed: number) => new Random(seed).uniform();
    const seeds = [1, 1 + 2 ** 32, 1 + 2 ** 33, 1 - 2 ** 32, Number.MAX_SAFE_INTEGER];
    expect(new Set(seeds.map(first)).size).toBe(seeds.length);
  });

  test('draws the same for the same seed, and what others draw changes nothing', () => {
    const [one, other] = [new Random(5), new Random(5)];
    const first = [one.uniform(), one.uniform()];
    new Random(6).uniform();
    expect([other.uniform(), other.uniform()]).toEqual(first);
  });

  test('shuffles: every order is as likely', () => {
    const source = random();
    const counts = new Map<string, number>();
    for (let run = 0; run < 6000; run++) {
      const order = String(source.permutation(3));
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  test('needs an integer for a seed', () => {
    expect(() => new Random(0.5)).toThrow(new RangeError('Random: the seed must be an integer, got 0.5'));
  });
});
