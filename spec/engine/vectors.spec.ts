/** Large loops run in vectors of WebAssembly, with the bits of loops that go entry by entry. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  abs,
  add,
  addScalar,
  compile,
  divide,
  divideScalar,
  ElementwiseOp,
  exp,
  grad,
  hardswish,
  maximum,
  minimum,
  mulScalar,
  multiply,
  type Node,
  negate,
  type One,
  realize,
  record,
  relu,
  sqrt,
  subtract,
  summation,
  Tensor,
  type Two,
} from '../../src/engine/index.js';
import { expressionOf } from '../../src/engine/lazy/vector/parse.js';

/** Where arithmetic has an edge, and numbers whose results must be rounded. */
const numbers = [
  ...[0, 1, 2, 3, 0.1, 1 / 3, 1e-3, 7.7, 1e10, 3.4028234663852886e38, 1.401298464324817e-45, 1.2e-38],
  ...[1.7976931348623157e308, 5e-324, 1.0000001192092896, 16777217, 123456.789, 0.49999997],
  ...Array.from({ length: 14 }, (_, k) => Math.sin(k + 1) * 10 ** (k - 7)),
  Number.POSITIVE_INFINITY,
].flatMap((value) => [value, -value]);
numbers.push(Number.NaN);

type Binary = (x: Tensor, y: Tensor) => Tensor;

/** Every pair of them: some thousand entries, and one more than whole vectors hold. */
const pairs = (dtype: 'float32' | 'float64'): readonly [Tensor, Tensor] => {
  const leaf = (data: number[]) =>
    Tensor.fromData({ dtype, shape: [data.length], data }, { requiresGrad: true });
  const of = (choose: (i: number, j: number) => number) =>
    leaf(numbers.flatMap((_, i) => numbers.map((__, j) => choose(i, j))));
  return [of((i) => numbers[i] as number), of((_, j) => numbers[j] as number)];
};

const entries = (tensors: readonly Tensor[]) => tensors.map((each) => [...realize(each).data]);

const withGradients =
  (f: Binary) =>
  (x: Tensor, y: Tensor): Tensor[] => {
    const out = f(x, y);
    return [out, summation(out), ...grad(summation(multiply(out, mulScalar(out, 0.1))), [x, y])];
  };

const inVectors: Readonly<Record<string, Binary>> = {
  add,
  subtract,
  multiply,
  divide,
  maximum,
  minimum,
  addScalar: (x) => addScalar(x, 0.1),
  mulScalar: (x) => mulScalar(x, 0.5),
  divideScalar: (x) => divideScalar(x, 3),
  negate,
  relu,
  abs,
  sqrt,
  hardswish,
  chain: (x, y) => subtract(relu(add(multiply(x, y), x)), divideScalar(maximum(y, negate(x)), 7)),
};

describe.each(['float32', 'float64'] as const)('in %s', (dtype) => {
  const [x, y] = pairs(dtype);

  test.each(Object.entries(inVectors))('%s has the same bits in vectors', (_, f) => {
    const eager = withGradients(f);
    const compiled = compile((a, b) => eager(a as Tensor, b as Tensor));
    const results = compiled(x, y);
    expect(x.shape[0]).toBeGreaterThan(4096);
    expect(compiled.explain()).toContain(', in vectors');
    expect(entries(results)).toEqual(entries(eager(x, y)));
    expect(entries(compiled(y, x))).toEqual(entries(eager(y, x)));
  });

  test('a loop runs entry by entry that holds a function that vectors lack', () => {
    const eager = withGradients((a, b) => exp(add(a, b)));
    const compiled = compile((a, b) => eager(a as Tensor, b as Tensor));
    expect(entries(compiled(x, y))).toEqual(entries(eager(x, y)));
    expect(compiled.explain()).not.toContain('in vectors');
  });
});

/** An op of somebody's own, with this formula. */
class Own extends ElementwiseOp<One> {
  readonly name = 'own';
  readonly scalar = 0.3;
  constructor(override readonly entry: (this: Own, x: number) => number) {
    super();
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    return [outGrad];
  }
}

class Pair extends ElementwiseOp<Two> {
  readonly name = 'pair';
  readonly scalar = 0.3;
  entry(x: number, _: number): number {
    return x;
  }
  gradient(outGrad: Tensor, _: Node<Two>): Two {
    return [outGrad, outGrad];
  }
}

const captured = 2;

test.each<[string, (this: Own, x: number) => number]>([
  [
    'a constant and an early return',
    function (x) {
      const half = x / 2; // rounded in doubles
      if (Number.isNaN(half) || !(x > 0)) return -this.scalar;
      return half * (half - 1);
    },
  ],
  [
    'signs, roundings, infinities',
    (x) => Math.sign(x) + Math.floor(x) - Math.ceil(x / 3) + Math.trunc(x * 2),
  ],
  ['a truth value as a number', (x) => Number(x >= 0.5 && x !== 1) + Number(!(Math.abs(x) < 1e3))],
  ['a bound', (x) => (x < Number.NEGATIVE_INFINITY || Number.isFinite(x) ? x : Infinity)],
])('a formula with %s has the same bits in vectors', (_, entry) => {
  for (const dtype of ['float32', 'float64'] as const) {
    const [x] = pairs(dtype);
    const f = (a: Tensor) => record(new Own(entry), [a]);
    const compiled = compile((a) => [f(a as Tensor)]);
    expect(entries(compiled(x))).toEqual(entries([f(x)]));
    expect(compiled.explain()).toContain(', in vectors');
  }
});

/** The source of an expression of x, y and a number that the op holds. */
const { formula } = fc.letrec<{ formula: string; condition: string }>((tie) => {
  const [part, when] = [tie('formula'), tie('condition')];
  const calls = (names: readonly string[], ...given: fc.Arbitrary<string>[]) =>
    fc.tuple(fc.constantFrom(...names), ...given).map(([name, ...parts]) => `${name}(${parts.join(', ')})`);
  const between = (words: readonly string[], each: fc.Arbitrary<string>) =>
    fc.tuple(each, fc.constantFrom(...words), each).map((parts) => `(${parts.join(' ')})`);
  return {
    formula: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom('x', 'y', 'this.scalar', '0', '0.5', '0.1', '-3'),
      between(['+', '-', '*', '/'], part),
      calls(['Math.max', 'Math.min'], part, part),
      calls(['Math.abs', 'Math.sqrt', 'Math.floor', 'Math.ceil', 'Math.trunc', 'Math.sign', '-'], part),
      calls(['Number'], when),
      fc.tuple(when, part, part).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    ),
    condition: fc.oneof(
      { maxDepth: 3 },
      between(['<', '<=', '>', '>=', '===', '!=='], part),
      calls(['Number.isNaN', 'Number.isFinite'], part),
      calls(['!'], when),
      between(['&&', '||'], when),
    ),
  };
});

test('drawn formulas have the same bits in vectors', () => {
  const make = (text: string): unknown => new Function('Base', `return class extends Base { ${text} }`)(Pair);
  fc.assert(
    fc.property(formula, fc.constantFrom('float32', 'float64'), (text, dtype) => {
      const Drawn = make(`entry(x, y) { return ${text}; }`) as new () => Pair;
      const [x, y] = pairs(dtype);
      const f = (a: Tensor, b: Tensor) => [record(new Drawn(), [a, b])];
      const compiled = compile((a, b) => f(a as Tensor, b as Tensor));
      expect(entries(compiled(x, y))).toEqual(entries(f(x, y)));
      expect(compiled.explain()).toContain(', in vectors');
    }),
    { numRuns: 60, seed: 1 },
  );
});

test.each<[string, (x: number) => number]>([
  ['a captured name', (x) => x * captured],
  ['a power', (x) => x ** 2],
  [
    'an assignment',
    (x) => {
      let total = x;
      total += 1;
      return total;
    },
  ],
  [
    'a decrement',
    (x) => {
      let left = x;
      return left-- - x;
    },
  ],
  ['a number as a truth value', (x) => (x ? 1 : 2)],
  ['a default', (x, y = 1) => x + y],
  ['a remainder', (x) => x % 2],
  ['an index', (x) => [x][0] as number],
])('no instructions are made of a formula with %s', (_, entry) => {
  expect(expressionOf({ entry })).toBeUndefined();
});
