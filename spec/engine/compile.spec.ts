import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { opNames } from '../../src/case/vocabulary.js';
import {
  add,
  addScalar,
  compile,
  engineImplementation,
  exp,
  grad,
  lazily,
  matmul,
  mean,
  multiply,
  noGrad,
  realizeAll,
  relu,
  sin,
  summation,
  type Tensor,
  tensor,
  transpose,
} from '../../src/engine/index.js';
import { programCases, singleOpCases, space } from '../../src/generate/index.js';

const leaf = (values: Parameters<typeof tensor>[0]) => tensor(values, { requiresGrad: true });

/** The loss of a small network, and its gradients. */
function network(x: Tensor, weight: Tensor, bias: Tensor): Tensor[] {
  const loss = mean(relu(add(matmul(x, weight), bias)));
  return [loss, ...grad(loss, [weight, bias])];
}

const networkInputs = () => [
  tensor([
    [1, -2],
    [3, 4],
  ]),
  leaf([
    [0.5, 1, -1],
    [2, 0.25, 1],
  ]),
  leaf([0.1, -0.2, 0.3]),
];

const arraysOf = (tensors: readonly Tensor[]) => tensors.map((each) => each.toArray());

describe('a compiled function', () => {
  test('gives the values and gradients that the function gives, whenever it is called', () => {
    const compiled = compile(network as (...inputs: Tensor[]) => Tensor[]);
    const [x, weight, bias] = networkInputs() as [Tensor, Tensor, Tensor];
    expect(arraysOf(compiled(x, weight, bias))).toEqual(arraysOf(network(x, weight, bias)));
    const other = tensor([
      [5, 6],
      [-7, 8],
    ]);
    const first = compiled(other, weight, bias);
    const before = arraysOf(first);
    expect(before).toEqual(arraysOf(network(other, weight, bias)));
    compiled(x, weight, bias);
    expect(arraysOf(first)).toEqual(before); // results are arrays of their own
  });

  test('is traced once for each list of shapes and dtypes', () => {
    let calls = 0;
    const compiled = compile((x) => {
      calls++;
      return [exp(x as Tensor)];
    });
    for (const values of [[1, 2], [3, 4], [5]]) compiled(tensor(values));
    compiled(tensor([1, 2], { dtype: 'float32' }));
    expect(calls).toBe(3);
  });

  test('reads anew what is not an input: a weight in every run, and a constant once it was written to', () => {
    const weight = leaf([2]);
    const constant = tensor([10]);
    const compiled = compile((x) => [add(multiply(x as Tensor, weight), constant)]);
    const x = tensor([3]);
    expect(arraysOf(compiled(x))).toEqual([[16]]);
    noGrad(() => weight.assign([4]));
    expect(arraysOf(compiled(x))).toEqual([[22]]);
    constant.assign([100]);
    expect(arraysOf(compiled(x))).toEqual([[112]]);
  });

  test('returns an input, or one result twice, as arrays of their own', () => {
    const compiled = compile((x) => {
      const y = sin(x as Tensor);
      return [x as Tensor, y, y];
    });
    const x = tensor([1, 2]);
    const [same, y, again] = compiled(x) as [Tensor, Tensor, Tensor];
    same.assign([0, 0]);
    y.assign([0, 0]);
    expect(arraysOf([x, again])).toEqual([
      [1, 2],
      [Math.sin(1), Math.sin(2)],
    ]);
  });

  test('explains which steps are one loop, which are equal or constant, and what memory that takes', () => {
    const compiled = compile((x) => {
      const unused = exp(x as Tensor);
      expect(unused.shape).toEqual([2, 3]);
      const constant = exp(tensor([1, 2, 3]));
      const twice = [0, 1].map(() => sin(x as Tensor));
      const product = multiply(multiply(twice[0] as Tensor, twice[1] as Tensor), constant);
      return [summation(product, 0), matmul(product, tensor([[1], [2], [3]]))];
    });
    compiled(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    expect(compiled.explain()).toBe(
      [
        'for float64 (2, 3): 8 nodes, 1 of them equal to others and 2 constant, in 2 tasks',
        '  one loop over (2, 3) for 4 steps, 1 of them a sum: sin, multiply, multiply, summation; reads 2, writes 2',
        '  matmul to (2, 1)',
        '  arrays of loops take 48 bytes; step by step, all steps take 184 bytes',
      ].join('\n'),
    );
  });

  test('says so when the function reads a value, or takes or returns something else than tensors', () => {
    const reading = compile((x) => [addScalar(x as Tensor, (x as Tensor).item())]);
    expect(() => reading(tensor(1))).toThrow(
      'this tensor stands for an input while a function is compiled, and has no value yet; such a function reads no values',
    );
    expect(() => compile(() => [])(1 as never)).toThrow(
      'compile: the function takes tensors, got 1 for input 0',
    );
    expect(() => compile((x) => x as never)(tensor(1))).toThrow(
      'compile: the function must return an array of tensors, but returned a Tensor',
    );
  });
});

test('lazy tensors that are realized together get the values that each would get', () => {
  const x = leaf([1, 2]);
  const [a, b] = lazily(() => {
    const y = exp(x);
    return [multiply(y, y), summation(y)];
  }) as [Tensor, Tensor];
  realizeAll([a, b, x]);
  expect([a, b].map(({ cachedData }) => cachedData?.data.length)).toEqual([2, 1]);
  expect(arraysOf([a, b])).toEqual([[Math.exp(1) ** 2, Math.exp(2) ** 2], Math.exp(1) + Math.exp(2)]);
});

test('without code made of text, and without WebAssembly, results are the same to the last bit', () => {
  const script = `
    import { compile, grad, relu, add, matmul, mean, summation, sin, multiply, tensor } from './dist/engine/index.js';
    const x = tensor([[1, -2], [3, 4]], { dtype: 'float32', requiresGrad: true });
    const f = (x) => {
      const y = sin(multiply(add(matmul(x, x), tensor([0.1, 0.7], { dtype: 'float32' })), x));
      return [y, summation(y, 0), ...grad(mean(relu(y)), [x])];
    };
    console.log(JSON.stringify(compile(f)(x).map((each) => each.toArray())));
    const long = tensor(Array.from({ length: 5001 }, (_, k) => k / 7), { dtype: 'float32' });
    const [squares, total] = compile((x) => [multiply(x, x), summation(multiply(x, x))])(long);
    console.log(JSON.stringify([squares.toArray(), total.item()]));
  `;
  const run = (...flags: string[]) =>
    execFileSync(process.execPath, [...flags, '--input-type=module', '--eval', script], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      encoding: 'utf8',
    });
  const expected = run();
  expect(run('--disallow-code-generation-from-strings')).toBe(expected);
  expect(run('--jitless')).toBe(expected);
});

describe('drawn cases', () => {
  const engine = engineImplementation();
  const same = async (testCase: Parameters<typeof engine.run>[0]) => {
    const [lazy, compiled] = await Promise.all(
      ['lazy', 'compiled'].map((mode) => engine.run({ ...testCase, mode })),
    );
    if (lazy?.kind !== 'done') throw new Error(JSON.stringify(lazy));
    const { ruleCalls: _, aliases: __, ...expected } = lazy;
    expect(compiled).toMatchObject(expected);
  };

  test.each(['float64', 'float32', 'bfloat16'] as const)(
    'in %s, programs are the same compiled',
    async (dtype) => {
      await fc.assert(fc.asyncProperty(programCases(space({ dtype, order: 2 })), same), {
        numRuns: 40,
        seed: 1,
      });
    },
  );

  test('so is every op', async () => {
    for (const op of opNames) {
      for (const testCase of fc.sample(singleOpCases(op, space({ dtype: 'float32' })), {
        numRuns: 5,
        seed: 1,
      }))
        await same(testCase);
    }
  });
});

test('a product reads a transposed matrix where it lies', () => {
  const compiled = compile((a, b) => [
    matmul(transpose(a as Tensor), b as Tensor),
    matmul(a as Tensor, transpose(b as Tensor)),
  ]);
  const a = tensor([
    [1, 2],
    [3, 4],
  ]);
  const b = tensor([
    [5, 6],
    [7, 8],
  ]);
  expect(arraysOf(compiled(a, b))).toEqual(arraysOf([matmul(transpose(a), b), matmul(a, transpose(b))]));
  expect(compiled.explain()).not.toContain('transpose');
});
