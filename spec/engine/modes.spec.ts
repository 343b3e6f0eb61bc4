import { afterEach, describe, expect, test } from 'vitest';
import { largestFinite, roundTo } from '../../src/case/tensor-data.js';
import {
  add,
  eagerly,
  enableGrad,
  exp,
  grad,
  inferenceMode,
  lazily,
  matmul,
  multiply,
  NDArray,
  noGrad,
  Op,
  realize,
  record,
  setGradEnabled,
  setLazy,
  summation,
  type Tensor,
  tensor,
} from '../../src/engine/index.js';

const leaf = (values: Parameters<typeof tensor>[0]) => tensor(values, { requiresGrad: true });

afterEach(() => {
  setLazy(false);
  setGradEnabled(true);
});

describe('eager and lazy', () => {
  test('eager is the default: a value is there at once', () => {
    expect(exp(leaf(0)).cachedData?.data).toEqual(Float64Array.of(1));
  });

  test('a lazy value is undefined until something asks for it', () => {
    const x = leaf([0, 1]);
    const y = lazily(() => add(exp(x), x));
    expect(y.shape).toEqual([2]);
    expect(y.cachedData).toBeUndefined();
    expect(y.toArray()).toEqual([1, Math.E + 1]);
    expect(y.cachedData).toBeDefined();
  });

  test.each([
    ['toArray', (x: Tensor) => x.toArray()],
    ['toData', (x: Tensor) => x.toData()],
    ['item', (x: Tensor) => x.item()],
    ['realize', realize],
    ['an eager op', (x: Tensor) => eagerly(() => exp(x))],
  ])('%s computes a lazy value', (_, ask) => {
    const y = lazily(() => exp(tensor(1)));
    ask(y);
    expect(y.cachedData?.data).toEqual(Float64Array.of(Math.E));
  });

  test('a shared lazy value is computed once', () => {
    let count = 0;
    class Counting extends Op<readonly [Tensor]> {
      readonly name = 'counting';
      compute(a: NDArray): NDArray {
        count++;
        return new NDArray(a.dtype, a.shape, a.data.slice());
      }
      gradient(outGrad: Tensor): readonly [Tensor] {
        return [outGrad];
      }
    }
    const shared = lazily(() => record(new Counting(), [tensor(1)]));
    const y = lazily(() => multiply(add(shared, shared), shared));
    expect(count).toBe(0);
    expect([y.item(), y.item(), shared.item()]).toEqual([2, 2, 1]);
    expect(count).toBe(1);
  });

  test('a graph that was built lazily differentiates in eager mode', () => {
    const x = leaf(2);
    const y = lazily(() => multiply(x, exp(x)));
    y.backward();
    expect(x.grad?.item()).toBeCloseTo(3 * Math.exp(2), 12);
  });

  test('setLazy switches what follows, and scopes win over it', () => {
    setLazy(true);
    expect(exp(tensor(1)).cachedData).toBeUndefined();
    expect(eagerly(() => exp(tensor(1))).cachedData).toBeDefined();
    expect(exp(tensor(1)).cachedData).toBeUndefined();
  });

  test('a scope ends when its function throws', () => {
    const fails = () => {
      throw new Error('on purpose');
    };
    expect(() => lazily(() => noGrad(() => inferenceMode(fails)))).toThrow('on purpose');
    const y = exp(leaf(1));
    expect([y.cachedData !== undefined, y.requiresGrad, y.isInference]).toEqual([true, true, false]);
  });
});

describe('requiresGrad', () => {
  test('comes from the inputs', () => {
    expect(exp(tensor(1)).requiresGrad).toBe(false);
    const y = multiply(tensor(1), leaf(2));
    expect([y.requiresGrad, y.isLeaf, y.op?.name]).toEqual([true, false, 'multiply']);
  });

  test('does not arise within noGrad, but within enableGrad inside it', () => {
    const x = leaf(1);
    expect(noGrad(() => exp(x)).requiresGrad).toBe(false);
    expect(noGrad(() => enableGrad(() => exp(x))).requiresGrad).toBe(true);
    expect(inferenceMode(() => enableGrad(() => exp(x))).requiresGrad).toBe(false);
  });

  test('does not arise after setGradEnabled(false), and scopes win over it', () => {
    const x = leaf(1);
    setGradEnabled(false);
    expect(exp(x).requiresGrad).toBe(false);
    expect(enableGrad(() => exp(x)).requiresGrad).toBe(true);
    setGradEnabled(true);
    expect(exp(x).requiresGrad).toBe(true);
    expect(noGrad(() => exp(x)).requiresGrad).toBe(false);
  });

  test('ends at detach, whose value is a copy', () => {
    const x = leaf([1, 2]);
    const y = x.detach();
    expect([y.requiresGrad, y.isLeaf]).toEqual([false, true]);
    y.assign([3, 4]);
    expect(x.toArray()).toEqual([1, 2]);
  });

  test('a result that needs no gradient forgets how it came about', () => {
    const y = exp(tensor(1));
    expect([y.op, y.inputs]).toEqual([null, []]);
    const later = lazily(() => exp(tensor(1)));
    expect(later.op?.name).toBe('exp');
    later.item();
    expect([later.op, later.inputs]).toEqual([null, []]);
  });
});

describe.each(['float16', 'bfloat16'] as const)('%s', (dtype) => {
  const round = roundTo[dtype];

  test.each([
    ['eager', eagerly],
    ['lazy', lazily],
  ] as const)('rounds after every op, and once, in %s mode', (_, inMode) => {
    const x = inMode(() => tensor([0.1, 3, 1e-3], { dtype, requiresGrad: true }));
    const [a, b, c] = x.toArray() as [number, number, number];
    expect([a, b, c]).toEqual([0.1, 3, 1e-3].map(round));
    expect(inMode(() => multiply(multiply(x, x), x)).toArray()).toEqual(
      [a, b, c].map((each) => round(round(each * each) * each)),
    );
    expect(inMode(() => summation(x)).item()).toBe(round(a + b + c));
    expect(inMode(() => matmul(x, x)).item()).toBe(round(a * a + b * b + c * c));
    const [gradient] = inMode(() => grad([exp(x)], [x], { outGrads: [tensor([1, 0.3, 7], { dtype })] }));
    expect(gradient?.toData()).toEqual({
      dtype,
      shape: [3],
      data: [1, round(0.3), 7].map((own, k) => round(own * round(Math.exp([a, b, c][k] as number)))),
    });
  });

  test('has no number beyond its largest, and rounds what is written into it', () => {
    const x = tensor([largestFinite[dtype], 1], { dtype });
    expect(add(x, x).toArray()).toEqual([Number.POSITIVE_INFINITY, 2]);
    noGrad(() => x.assign([0.1, 0.3]));
    expect(x.toArray()).toEqual([0.1, 0.3].map(round));
  });
});

describe('float32', () => {
  test('rounds after every op', () => {
    const x = tensor(0.1, { dtype: 'float32' });
    expect(x.item()).toBe(Math.fround(0.1));
    expect(multiply(x, x).item()).toBe(Math.fround(Math.fround(0.1) ** 2));
    expect(multiply(x, x).cachedData?.data).toBeInstanceOf(Float32Array);
  });

  test('has float32 gradients', () => {
    const x = tensor(0.1, { dtype: 'float32', requiresGrad: true });
    exp(x).backward();
    expect(x.grad?.dtype).toBe('float32');
  });
});
