import { describe, expect, test } from 'vitest';
import { data, type Nested, Random, ShapeError } from '../../src/engine/index.js';

const features = [
  [1, 10],
  [2, 20],
  [3, 30],
  [4, 40],
  [5, 50],
];
const labels = [0, 1, 0, 1, 2];
const flowers = new data.ArrayDataset(features, labels);

const labelsOf = (loader: data.DataLoader<readonly [Nested, Nested]>) =>
  [...loader].flatMap(([, label]) => label.toArray() as number[]);

describe('ArrayDataset', () => {
  test('has an entry of every column for each example', () => {
    expect(flowers.length).toBe(5);
    expect(flowers.get(3)).toEqual([[4, 40], 1]);
  });

  test('needs columns of one length', () => {
    expect(() => new data.ArrayDataset([1, 2], [3])).toThrow(
      new ShapeError('ArrayDataset: expected columns of one length, got 2 and 1'),
    );
    expect(() => new data.ArrayDataset()).toThrow(
      new ShapeError('ArrayDataset: expected columns of one length, got none'),
    );
  });
});

describe('DataLoader', () => {
  test('stacks each column of a batch to one tensor; the last batch may be smaller', () => {
    const loader = new data.DataLoader(flowers, { batchSize: 2 });
    expect(loader.length).toBe(3);
    const batches = [...loader].map(([x, y]) => [x.shape, y.toArray()]);
    expect(batches).toEqual([
      [[2, 2], [0, 1]],
      [[2, 2], [0, 1]],
      [[1, 2], [2]],
    ]); // biome-ignore format: one batch per line
    const [[x] = []] = loader;
    expect(x?.toArray()).toEqual([
      [1, 10],
      [2, 20],
    ]);
  });

  test('leaves a smaller last batch out when told', () => {
    const loader = new data.DataLoader(flowers, { batchSize: 2, dropLast: true });
    expect([loader.length, [...loader].length]).toEqual([2, 2]);
  });

  test('has one example a batch and float64 unless told', () => {
    const [[x] = []] = new data.DataLoader(flowers);
    expect([x?.shape, x?.dtype]).toEqual([[1, 2], 'float64']);
    const [[narrow] = []] = new data.DataLoader(flowers, { dtype: 'float32' });
    expect(narrow?.dtype).toBe('float32');
  });

  test('shuffles as the seed decides, otherwise each time round, and loses nothing', () => {
    const numbers = new data.ArrayDataset(
      Array.from({ length: 20 }, (_, i) => i),
      Array.from({ length: 20 }, (_, i) => i),
    );
    const make = () => new data.DataLoader(numbers, { batchSize: 20, shuffle: new Random(1) });
    const loader = make();
    const rounds = [labelsOf(loader), labelsOf(loader)];
    expect(rounds[0]).not.toEqual(rounds[1]);
    for (const round of rounds) expect(round.toSorted((a, b) => a - b)).toEqual(rounds[0]?.map((_, i) => i));
    const again = make();
    expect([labelsOf(again), labelsOf(again)]).toEqual(rounds);
  });

  test('keeps features and labels together', () => {
    for (const [x, y] of new data.DataLoader(flowers, { batchSize: 3, shuffle: new Random(2) })) {
      const rows = x.toArray() as number[][];
      expect(rows.map(([id = 0]) => labels[id - 1])).toEqual(y.toArray());
    }
  });

  test('takes any dataset, and none is fine', () => {
    const squares: data.Dataset<readonly [number]> = { length: 3, get: (index) => [index ** 2] };
    expect([...new data.DataLoader(squares, { batchSize: 3 })].map(([x]) => x.toArray())).toEqual([
      [0, 1, 4],
    ]);
    expect([...new data.DataLoader(new data.ArrayDataset([]))]).toEqual([]);
  });

  test.each([0, 1.5])('refuses a batch size of %d', (batchSize) => {
    expect(() => new data.DataLoader(flowers, { batchSize })).toThrow(
      new RangeError(`DataLoader: batchSize must be an integer above 0, got ${batchSize}`),
    );
  });
});
